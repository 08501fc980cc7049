import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { loadEmails } from '../../emails/load-emails.ts'
import { renderAndParse, sampleMails } from '../support/sample-mail.ts'

/** Mails beside one another, by the width of the window that they are seen in. */
const COLUMNS = { 320: 7, 700: 4 } as const
const BROWSER = process.argv[3] ?? '/usr/bin/chromium'

/** Runs in the page: a frame as high as its mail. */
const ADD_FRAME = `({ html, width }) => new Promise((resolve) => {
  const frame = document.createElement('iframe')
  frame.srcdoc = html
  frame.style.cssText = 'border:0;width:' + width + 'px'
  frame.addEventListener('load', () => {
    frame.style.height = frame.contentDocument.documentElement.scrollHeight + 'px'
    resolve()
  })
  document.body.append(frame)
})`

// `node test/emails/sheets.ts FOLDER [CHROMIUM] [LANGUAGE…]`: one picture with every mail of a
// language, for each scheme and width, to be looked at before a golden file is accepted.
const [, , folder = 'sheets', , ...given] = process.argv
const locales = given.length > 0 ? given : ['en', 'ar', 'ja']
await mkdir(folder, { recursive: true })
const emails = await loadEmails()
const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] })
for (const locale of locales) {
  const mails = await Promise.all(
    Object.values(sampleMails({ locale })).map((mail) => renderAndParse(emails, mail)),
  )
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 700] as const) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width: (width + 8) * COLUMNS[width], height: 800 },
      })
      const page = await context.newPage()
      await page.setContent(
        `<body style="margin:0;display:grid;gap:8px;grid-template-columns:repeat(${COLUMNS[width]},${width}px)">`,
      )
      for (const { html } of mails) {
        await page.evaluate(`(${ADD_FRAME})(${JSON.stringify({ html, width })})`)
      }
      const path = join(folder, `${locale}-${colorScheme}-${width}.png`)
      await page.screenshot({ path, fullPage: true })
      process.stdout.write(`${path}\n`)
      await context.close()
    }
  }
}
await browser.close()
