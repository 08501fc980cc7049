import { loadEmails } from '../../../emails/load-emails.ts'
import type { DoorkeyConfig } from '../../config/doorkey-config.ts'
import { toAppError } from '../../core/app-error.ts'
import { ERROR_CODES } from '../../core/error-codes.ts'
import type { SendQuota, Transport, TransportFinding } from '../../core/transport.ts'
import type { Finding } from './finding.ts'

/** Enough for as many questions as a transport asks, at one a second. */
const CHECK_TIMEOUT_MS = 20_000
const QUOTA_TIMEOUT_MS = 10_000
/** What SES allows an account that has not left its sandbox. */
const SANDBOX_PER_DAY = 200

type Mail = Pick<DoorkeyConfig, 'sources' | 'transport' | 'feedback'>

/** Looks at what every source's mails need. Sends none. */
export async function checkMail(config: Mail): Promise<readonly Finding[]> {
  return [await checkTemplates(config), ...(await checkTransport(config)), checkFeedback(config)]
}

async function checkTemplates({ sources }: Mail): Promise<Finding> {
  const check = 'templates'
  try {
    const overrides = [...sources.values()].map((source) => source.templateFolders)
    const { templates, locales } = await loadEmails({ overrides })
    const detail = `${templates.length} templates in ${locales.length} languages`
    return { check, status: 'ok', detail }
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    const { remedy } = ERROR_CODES[code]
    return { check, status: 'failed', detail: `(${code}) ${message}`, remedy }
  }
}

async function checkTransport({ transport, sources, feedback }: Mail): Promise<readonly Finding[]> {
  const check = 'transport'
  // Before the other questions: an account is answered one in a second.
  const quota = await checkQuota(transport)
  const senders = [...sources.values()].map(({ from }) => from)
  try {
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
    const found = await transport.check?.(signal, { senders, topics: feedback.topics })
    const told = (found ?? []).flatMap((finding) => ofSources(finding, sources))
    if (quota) return [quota, ...told]
    const detail = found
      ? `${transport.id} answers and takes the credentials`
      : `${transport.id} tells no rate and no quota`
    return [{ check, status: found ? 'ok' : 'skipped', detail }, ...told]
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    const { remedy } = ERROR_CODES[code]
    return [{ check, status: 'failed', detail: `(${code}) ${message}`, remedy }]
  }
}

/** What is said of a sender is said of each source that has it. */
function ofSources(
  { from, ...finding }: TransportFinding,
  sources: Mail['sources'],
): readonly Finding[] {
  if (from === undefined) return [finding]
  const names = [...sources.values()].filter((source) => source.from === from)
  return names.map(({ name }) => ({ source: name, ...finding }))
}

async function checkQuota({ id, sendQuota }: Transport): Promise<Finding | undefined> {
  if (!sendQuota) return undefined
  const check = 'transport'
  try {
    const quota = await sendQuota(AbortSignal.timeout(QUOTA_TIMEOUT_MS))
    return { check, ...judgeQuota(id, quota) }
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    // Sending may work all the same: it is another right.
    const { remedy } = ERROR_CODES[code]
    return { check, status: 'warning', detail: `(${code}) ${message}`, remedy }
  }
}

function judgeQuota(
  id: string,
  { perSecond, perDay, sentInDay }: SendQuota,
): Pick<Finding, 'status' | 'detail' | 'remedy'> {
  const rate = `${id}: up to ${Number(perSecond.toFixed(2))} mails a second`
  if (perDay === null) return { status: 'ok', detail: rate }
  const detail = `${rate}, ${sentInDay} of ${perDay} sent in 24 hours`
  if (sentInDay >= perDay) {
    return { status: 'failed', detail, remedy: ERROR_CODES.TRANSPORT_QUOTA.remedy }
  }
  if (perDay > SANDBOX_PER_DAY) return { status: 'ok', detail }
  const remedy =
    'This is the sandbox: only verified addresses get mail. Ask SES for production access.'
  return { status: 'warning', detail, remedy }
}

function checkFeedback({ feedback, transport }: Mail): Finding {
  const check = 'feedback'
  if (transport.id === 'smtp') {
    return { check, status: 'skipped', detail: 'SMTP tells of no bounces: mails end accepted' }
  }
  if (feedback.topics.length > 0) {
    return { check, status: 'ok', detail: `taken from ${feedback.topics.length} topics` }
  }
  return {
    check,
    status: 'warning',
    detail: `no topic is named, so no bounce of ${transport.id} comes back`,
    remedy: 'Name the SNS topic under `feedback`; docs/feedback.md says how.',
  }
}
