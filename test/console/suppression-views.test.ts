import { describe, expect, it } from 'vitest'
import { suppressionsPage } from '../../src/console/suppression-views.ts'

const pageOf = (reason: string): string => {
  const row = { address: 'ada@example.com', reason, created_at: new Date(0), expires_at: null }
  return suppressionsPage({ latest: [row], max: 10, seal: () => 'sealed' }).body.toString()
}

describe('a suppression', () => {
  it.each(['OnAccountSuppressionList', 'Suppressed'])(
    'for which SES did not even try says that its own list comes next: %s',
    (subType) => {
      expect(pageOf(`Permanent bounce: ${subType}`)).toContain('remove it there too')
    },
  )

  it.each(['Permanent bounce: NoEmail', 'complaint: abuse', 'suppressed by an operator'])(
    'of our own sends nobody to SES: %s',
    (reason) => {
      expect(pageOf(reason)).not.toContain('remove it there too')
    },
  )
})
