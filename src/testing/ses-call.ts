/** One `SendRawEmail` call as it came in, accepted or not. */
export interface SesCall {
  readonly source: string
  readonly destinations: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly configurationSet: string | undefined
  /** The exact bytes. */
  readonly raw: Buffer
}

/** Reads the form of a `SendRawEmail`. */
export function readSesCall(form: URLSearchParams): SesCall {
  return {
    source: form.get('Source') ?? '',
    destinations: memberList(form, 'Destinations'),
    tags: Object.fromEntries(
      listOf(form, 'Tags.member', '.Name').map((name, index) => [
        name,
        form.get(`Tags.member.${index + 1}.Value`) ?? '',
      ]),
    ),
    configurationSet: form.get('ConfigurationSetName') ?? undefined,
    raw: Buffer.from(form.get('RawMessage.Data') ?? '', 'base64'),
  }
}

/** A list of plain texts, such as `Identities`. */
export function memberList(form: URLSearchParams, name: string): readonly string[] {
  return listOf(form, `${name}.member`, '')
}

/** Lists are numbered from one. */
function listOf(form: URLSearchParams, before: string, after: string): readonly string[] {
  const values: string[] = []
  for (;;) {
    const value = form.get(`${before}.${values.length + 1}${after}`)
    if (value === null) return values
    values.push(value)
  }
}
