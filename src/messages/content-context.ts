/** What a message's bytes are sealed for. */
export function contentContext(messageId: string): string {
  return `message.content:${messageId}`
}
