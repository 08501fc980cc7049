import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Job } from '../../src/jobs.ts'
import { createRelay } from '../../webhooks/relay.ts'

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `evt_${index}`)

test('queues in groups of at most 500, one at a time, each event once and in order', async () => {
  const groups: Job[][] = []
  const errors: unknown[] = []
  let inFlight = 0
  let inFlightMost = 0
  const relay = createRelay({
    async enqueue(jobs) {
      inFlight += 1
      inFlightMost = Math.max(inFlightMost, inFlight)
      groups.push([...jobs])
      await setImmediate()
      inFlight -= 1
    },
    onError: (error) => errors.push(error),
  })
  relay.push(ids(1_200))
  expect(groups).toHaveLength(0)
  await relay.idle()
  expect(groups.map((group) => group.length)).toEqual([500, 500, 200])
  expect(inFlightMost).toBe(1)
  expect(errors).toEqual([])
  expect(groups.flat()).toEqual(ids(1_200).map((id) => ({ id, run: 0 })))
})

test('reports a failed group, drops it and goes on', async () => {
  const errors: unknown[] = []
  const queued: Job[] = []
  let calls = 0
  const relay = createRelay({
    async enqueue(jobs) {
      calls += 1
      if (calls === 1) throw new Error('queue is down')
      queued.push(...jobs)
    },
    onError: (error) => errors.push(error),
  })
  relay.push(['evt_a'])
  await relay.idle()
  relay.push(['evt_b'])
  await relay.idle()
  expect(errors).toHaveLength(1)
  expect(queued).toEqual([{ id: 'evt_b', run: 0 }])
})

test('a queue that hangs does not fill the memory', async () => {
  const hanging = Promise.withResolvers<void>()
  const sizes: number[] = []
  const relay = createRelay({
    enqueue(jobs) {
      sizes.push(jobs.length)
      return hanging.promise
    },
    onError: (error) => expect(error).toBeUndefined(),
  })
  for (let push = 0; push < 50; push += 1) relay.push(ids(1_000))
  hanging.resolve()
  await relay.idle()
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20_000)
})
