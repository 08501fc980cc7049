import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fetchText } from '../../src/feedback/fetch-text.ts'

const asked: string[] = []
const server = createServer(({ url = '' }, response) => {
  asked.push(url)
  if (url === '/text') response.end('the text')
  else if (url === '/large') response.end('x'.repeat(64 * 1_024 + 1))
  else if (url === '/moved') response.writeHead(302, { location: '/text' }).end()
  else response.writeHead(404).end()
})
let base = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => void server.close())

it('gives the text of a page', async () => {
  expect(await fetchText(`${base}/text`)).toBe('the text')
})

it.each(['/large', '/moved', '/absent'])(
  'gives nothing of %s, and follows nowhere',
  async (path) => {
    asked.length = 0
    await expect(fetchText(`${base}${path}`)).rejects.toMatchObject({
      code: 'FEEDBACK_CERTIFICATE',
      message: expect.not.stringContaining(base),
    })
    expect(asked).toEqual([path])
  },
)
