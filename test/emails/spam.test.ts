import { execFile } from 'node:child_process'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { type Emails, loadEmails } from '../../emails/load-emails.ts'
import { sampleMails } from '../support/sample-mail.ts'

/** Filters refuse at five. */
const SCORE_MAX = 1

describe.runIf(inject('hasSpamAssassin'))('SpamAssassin', () => {
  let emails: Emails
  beforeAll(async () => {
    emails = await loadEmails()
  })

  test.each(Object.values(sampleMails()))('finds little to say against $template', async (mail) => {
    const { bytes } = await emails.render(mail)
    const report = await judge(bytes.reveal())
    const [, verdict, score] = /^X-Spam-Status: (\w+), score=(-?[\d.]+)/m.exec(report) ?? []
    // The report names each rule and its points.
    if (Number(score) > SCORE_MAX) throw new Error(report.slice(report.indexOf('Content analysis')))
    expect(verdict).toBe('No')
  })
})

/** Its rules alone: nobody's preferences, and no question to the network. */
function judge(mail: Buffer): Promise<string> {
  const options = ['--local', '--test-mode', '--prefspath=/dev/null', '--nocreate-prefs']
  return new Promise((resolve, reject) => {
    const asked = execFile('spamassassin', options, (error, stdout) => {
      if (error) reject(error)
      else resolve(stdout)
    })
    asked.stdin?.end(mail)
  })
}
