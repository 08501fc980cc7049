import { randomUUID } from 'node:crypto'
import type { Source } from '../../config/doorkey-config.ts'
import { AppError, toAppError } from '../../core/app-error.ts'
import type { DirectoryTools } from '../../directories/directory.ts'
import type { Provider, ProviderGuide, SampleEvent, SignedRequest } from '../../events/provider.ts'
import { EFFECT_TIMEOUT_MS } from '../../jobs.ts'
import { sampleRequest } from '../sample-request.ts'
import type { Finding } from './finding.ts'

/** How guides begin that speak of a vendor who posts once. */
const NEVER_RETRIES = /^none\b/i

type Found = Omit<Finding, 'source'>

/**
 * Looks at one source whose configuration is right: can it verify what it signs, does the directory
 * take its credentials, and will anybody be issued to. Changes nothing anywhere. `tools` is absent
 * where there is no database to look into; `guide` where the provider is not one of ours.
 */
export async function checkSource(
  source: Source,
  tools: Omit<DirectoryTools, 'source'> | undefined,
  guide: ProviderGuide | undefined,
): Promise<readonly Finding[]> {
  const found = [
    await checkSigning(source.provider),
    await checkDirectory(source, tools),
    await checkOrigin(source, guide),
    checkRetries(source, guide),
  ]
  return found.map((finding) => ({ source: source.name, ...finding }))
}

async function checkSigning(provider: Provider): Promise<Found> {
  const [type] = provider.sampleTypes
  const check = 'signing'
  if (type === undefined) {
    return { check, status: 'skipped', detail: `${provider.id} signs no samples` }
  }
  try {
    await provider.verify(await signedSample(provider, type))
    return { check, status: 'ok', detail: `${provider.id} verifies what it signs` }
  } catch (error) {
    return failed(check, error)
  }
}

async function checkDirectory(
  { name, directory }: Source,
  tools: Omit<DirectoryTools, 'source'> | undefined,
): Promise<Found> {
  const check = 'directory'
  if (!tools) {
    const detail = `${directory.id} is in Doorkey’s own database, and DATABASE_URL is not set`
    return { check, status: 'skipped', detail }
  }
  try {
    const opened = directory.create({ ...tools, source: name })
    await opened.check(AbortSignal.timeout(EFFECT_TIMEOUT_MS))
    return { check, status: 'ok', detail: `${directory.id} answers and takes the credentials` }
  } catch (error) {
    return failed(check, error)
  }
}

/** Whether a new user would be issued to at all, as the provider tells of them. */
async function checkOrigin(
  { provider, issueTo }: Source,
  guide: ProviderGuide | undefined,
): Promise<Found> {
  const check = 'origin'
  if (issueTo !== 'invited') {
    return { check, status: 'ok', detail: 'issueTo decides, whoever made the user' }
  }
  if (!provider.sampleTypes.includes('user.created')) {
    return { check, status: 'skipped', detail: `${provider.id} tells of no new users` }
  }
  try {
    const [event] = provider.parse(await signedSample(provider, 'user.created'))
    const origin = event && event.type !== 'ignored' ? event.origin : 'unknown'
    if (origin === 'invited') {
      return { check, status: 'ok', detail: `${provider.id} tells who was invited` }
    }
    return {
      check,
      status: 'warning',
      detail: `every new user is of origin ${origin}, so nobody is issued a password`,
      remedy: `Set issueTo: 'everyone' or a function. ${guide?.origin ?? ''}`.trim(),
    }
  } catch (error) {
    return failed(check, error)
  }
}

function checkRetries(
  { provider, directory, reconcile }: Source,
  guide: ProviderGuide | undefined,
): Found {
  const check = 'retries'
  if (!guide) return { check, status: 'skipped', detail: `${provider.id} has no guide` }
  if (!NEVER_RETRIES.test(guide.retries)) return { check, status: 'ok', detail: guide.retries }
  if (reconcile) {
    return { check, status: 'ok', detail: `${guide.name} never posts again; the source reconciles` }
  }
  return {
    check,
    status: 'warning',
    detail: `${guide.name} never posts again: an event that cannot be stored is lost`,
    remedy:
      directory.capabilities.listsUsers === true
        ? 'Set reconcile: true for this source.'
        : `Keep Doorkey reachable: ${directory.id} cannot list users, so nothing can be reconciled.`,
  }
}

async function signedSample(provider: Provider, type: SampleEvent['type']): Promise<SignedRequest> {
  const now = new Date()
  const sample = await provider.sample({
    type,
    eventId: randomUUID(),
    userId: 'doctor',
    email: 'doctor@example.com',
    occurredAt: now,
  })
  return sampleRequest(sample, now)
}

function failed(check: Found['check'], error: unknown): Found {
  const { message, remedy, code } = error instanceof AppError ? error : toAppError(error)
  return { check, status: 'failed', detail: `${message} (${code})`, remedy }
}
