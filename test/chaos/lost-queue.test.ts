import { describe, expect, it } from 'vitest'
import { type FakeDirectory, fingerprint, startFakeDirectory } from '../support/fake-directory.ts'
import { httpDirectory } from '../support/http-directory.ts'
import { type QueueKind, queueKinds } from '../support/place.ts'
import { acceptedOf, postMany } from '../support/post-many.ts'
import { newcomer } from '../support/signed-posts.ts'
import { startSystem, type System } from '../support/system.ts'

const EVENTS = 150
/** The promise: work goes on within half a minute. */
const WITHIN_MS = 30_000
const lastsLong = { timeout: 90_000 }

type User = ReturnType<typeof newcomer>

const kinds = await queueKinds()
const hasRedis = kinds.some(({ name, isAvailable }) => name === 'redis' && isAvailable)

for (const { name, isAvailable } of kinds) {
  describe.runIf(isAvailable)(`a queue on ${name} that loses everything under load`, () => {
    it('three times takes no event along: each ends in one accepted mail', lastsLong, () =>
      onSystem(name, async (system, directory) => {
        const users = newcomers(EVENTS)
        const posting = postMany(() => system.app.url, users)
        for (const accepted of [10, 50, 90]) {
          await system.ses.whenAccepted(accepted)
          expect(system.ses.mails.length).toBeLessThan(EVENTS)
          await system.loseQueue()
        }
        expect(acceptedOf(await posting)).toHaveLength(EVENTS)
        await system.settled({ withinMs: WITHIN_MS })
        expectOneMailEach(system, directory, users)
      }),
    )
  })
}

describe.runIf(hasRedis)('a Redis that dies under load and comes back empty', () => {
  it('keeps no webhook out, and each ends in exactly one accepted mail', lastsLong, () =>
    onSystem('redis', async (system, directory) => {
      const before = newcomers(100)
      const meanwhile = newcomers(50)
      const posting = postMany(() => system.app.url, before)
      await system.ses.whenAccepted(20)
      await system.redis?.kill()
      expect(acceptedOf(await posting)).toHaveLength(before.length)
      const late = await postMany(() => system.app.url, meanwhile)
      expect(acceptedOf(late)).toHaveLength(meanwhile.length)

      await system.redis?.restart()
      await system.settled({ withinMs: WITHIN_MS })
      expectOneMailEach(system, directory, [...before, ...meanwhile])
    }),
  )
})

/** Runs `act` on a system of its own, whose directory remembers every password. */
async function onSystem(
  queue: QueueKind,
  act: (system: System, directory: FakeDirectory) => Promise<void>,
): Promise<void> {
  const directory = await startFakeDirectory()
  const source = { directory: httpDirectory(directory.url) }
  const system = await startSystem({ queue, sources: { acme: source, demo: source } })
  try {
    await act(system, directory)
  } finally {
    await system.close()
    await directory.close()
  }
}

function newcomers(length: number): readonly User[] {
  return Array.from({ length }, () => newcomer())
}

/** Exactly one mail each, with the one password that the directory was given. */
function expectOneMailEach(system: System, directory: FakeDirectory, users: readonly User[]): void {
  expect(system.ses.mails).toHaveLength(users.length)
  const wrong = users.filter(({ userId, email }) => {
    const secrets = system.mailsTo(email).map(({ secret }) => fingerprint(secret ?? ''))
    const passwords = new Set(directory.passwordsOf(userId))
    return secrets.length !== 1 || passwords.size !== 1 || !passwords.has(secrets[0] ?? '')
  })
  expect(wrong).toEqual([])
}
