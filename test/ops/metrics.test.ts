import { expect, test } from 'vitest'
import { createMetrics } from '../../src/ops/metrics.ts'

test('each figure shows under its documented name and labels', async () => {
  const metrics = createMetrics()
  metrics.webhook('acme', '202', 0.003)
  metrics.event('acme', 'received')
  metrics.message('acme', 'accepted')
  metrics.feedback('delivered', 'settled')
  metrics.attempt('send-email', 'failed', 'TRANSPORT_THROTTLED')
  metrics.queueJobs('sends', 'waiting', 7)
  metrics.due('passwords', 'acme', 2, 1.5)
  metrics.postToAccepted(0.05)
  const lines = (await metrics.text()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'doorkey_webhooks_total{source="acme",status="202"} 1',
      'doorkey_webhook_duration_seconds_bucket{le="0.005",source="acme"} 1',
      'doorkey_webhook_duration_seconds_sum{source="acme"} 0.003',
      'doorkey_events_total{source="acme",state="received"} 1',
      'doorkey_messages_total{source="acme",state="accepted"} 1',
      'doorkey_feedback_total{kind="delivered",outcome="settled"} 1',
      'doorkey_attempts_total{kind="send-email",outcome="failed",code="TRANSPORT_THROTTLED"} 1',
      'doorkey_queue_jobs{queue="sends",state="waiting"} 7',
      'doorkey_oldest_due_seconds{stage="passwords",source="acme"} 1.5',
      'doorkey_post_to_accepted_seconds_count 1',
    ]),
  )
  expect(lines.some((line) => line.startsWith('process_cpu_seconds_total '))).toBe(true)
})

test('two systems in one process do not share their figures', async () => {
  const one = createMetrics()
  const two = createMetrics()
  one.event('acme', 'received')
  expect(await two.text()).not.toContain('source="acme"')
})
