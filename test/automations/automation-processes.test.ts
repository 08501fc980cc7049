import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type AutomationProcesses,
  createAutomationProcesses,
} from '../../src/automations/automation-processes.ts'
import type { LifecycleType } from '../../src/lifecycle/catalogue.ts'
import type { LifecycleEvent } from '../../src/lifecycle/lifecycle-event.ts'
import { errorFrom } from '../support/error-of.ts'

const CONFIG = fileURLToPath(new URL('../support/fixtures/automations.config.ts', import.meta.url))
/** Long enough for a process to start on a busy machine: the loop begins by taking a note. */
const LOOP_MS = 8_000
const LONG_MS = 45_000

describe('automation processes', { timeout: 60_000 }, () => {
  let processes: AutomationProcesses
  afterEach(() => processes.close())

  it('run what the configuration file has under that name', async () => {
    processes = createAutomationProcesses(CONFIG)
    const event = lifecycleEvent('user.created')
    await processes.run({ name: 'note', timeoutMs: LONG_MS, event })
    expect(await notesOf(event)).toEqual([{ name: 'note', type: 'user.created', id: event.id }])
  })

  it('fail with what the automation threw, and run the next event in the same process', async () => {
    processes = createAutomationProcesses(CONFIG)
    const event = lifecycleEvent('message.accepted')
    for (let turn = 0; turn < 2; turn += 1) {
      const error = await errorFrom(processes.run({ name: 'throw', timeoutMs: LONG_MS, event }))
      expect(error.code).toBe('AUTOMATION_FAILED')
      expect(error.message).toContain('the ticket system is away')
    }
    expect(await notesOf(event)).toHaveLength(2)
  })

  it('call each run that an endless loop held up one that took too long', async () => {
    processes = createAutomationProcesses(CONFIG)
    const event = lifecycleEvent('user.created')
    const looping = errorFrom(processes.run({ name: 'loop', timeoutMs: LOOP_MS, event }))
    const behind = errorFrom(processes.run({ name: 'loop', timeoutMs: LONG_MS, event }))
    expect((await looping).code).toBe('AUTOMATION_TIMEOUT')
    expect((await behind).code).toBe('AUTOMATION_TIMEOUT')
  })

  it('stop an endless loop, and go on with the other automations and then with that one', async () => {
    processes = createAutomationProcesses(CONFIG)
    const event = lifecycleEvent('user.created')
    const looping = errorFrom(processes.run({ name: 'loop', timeoutMs: LOOP_MS, event }))
    await processes.run({ name: 'note', timeoutMs: LONG_MS, event })
    expect((await looping).code).toBe('AUTOMATION_TIMEOUT')
    const again = await errorFrom(processes.run({ name: 'loop', timeoutMs: LOOP_MS, event }))
    expect(again.code).toBe('AUTOMATION_TIMEOUT')
    expect((await notesOf(event)).map(({ name }) => name).toSorted()).toEqual([
      'loop',
      'loop',
      'note',
    ])
  })

  it('end a process that uses up its memory, and nothing else', async () => {
    processes = createAutomationProcesses(CONFIG)
    const event = lifecycleEvent('message.held')
    const error = await errorFrom(processes.run({ name: 'leak', timeoutMs: LONG_MS, event }))
    expect(error.code).toBe('AUTOMATION_FAILED')
    expect(error.message).toContain('its process ended')
    await processes.run({ name: 'note', timeoutMs: LONG_MS, event: lifecycleEvent('user.created') })
  })

  it('fail for a name that the configuration file does not have', async () => {
    processes = createAutomationProcesses(CONFIG)
    const event = lifecycleEvent('user.created')
    const error = await errorFrom(processes.run({ name: 'gone', timeoutMs: LONG_MS, event }))
    expect(error.message).toContain('gone is not in the configuration')
  })
})

function lifecycleEvent(type: LifecycleType): LifecycleEvent {
  return {
    id: `lce_${randomUUID()}`,
    type,
    occurredAt: '2026-01-01T00:00:00.000Z',
    data: { source: 'acme', userId: randomUUID(), event: { id: 'evt_1', type: 'user.created' } },
  }
}

interface Note {
  readonly name: string
  readonly type: string
  readonly id: string
}

async function notesOf({ data }: LifecycleEvent): Promise<readonly Note[]> {
  const text = await readFile(join(tmpdir(), `doorkey-automations-${data.userId}`), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line): Note => JSON.parse(line))
}
