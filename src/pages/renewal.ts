import { timeFormat } from '../core/time-format.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { LinkRenewal, RenewableLink } from '../accounts/link-renewal.ts'
import { toAppError } from '../core/app-error.ts'
import type { TokenPage } from '../credentials/page-link.ts'
import type { StepLog } from '../ops/step-log.ts'
import { html, withAssets } from './html.ts'
import { CLEAR_FRAGMENT } from './kit/fragment.ts'
import { submitButton } from './kit/submit-once.ts'
import { type Page, sendPage } from './layout.ts'
import { type PageSetting, type PageSettings, pageOf } from './page-setting.ts'
import { fill } from './page-words.ts'

interface RenewalParts {
  readonly renewal: LinkRenewal
  readonly settings: PageSettings
  readonly log: Pick<StepLog, 'failure'>
}

interface IdRequest {
  Params: { id: string }
}

/**
 * `POST /<page>/:id/renew`: asks for a new link in place of one that does not work. The answer is the
 * same for every id, and what follows for a known one does not delay it: its time tells nothing.
 */
export function registerRenewal(
  scope: FastifyInstance,
  page: TokenPage,
  { renewal, settings, log }: RenewalParts,
): void {
  const inHand = new Set<Promise<void>>()
  const ask = async (link: RenewableLink): Promise<void> => {
    try {
      await renewal.request(link)
    } catch (error) {
      log.failure('renew-link', toAppError(error), { credential: link.credentialId })
    }
  }
  scope.addHook('onClose', async () => {
    await Promise.all(inHand)
  })
  scope.post<IdRequest>(`/${page}/:id/renew`, async (request, reply) => {
    const link = await renewal.find(request.params.id)
    if (link) {
      const asking = ask(link)
      inHand.add(asking)
      void asking.then(() => inHand.delete(asking))
    }
    return sendPage(reply, 200, renewedPage(settings.ofStranger(request)))
  })
}

/**
 * The link of `request` does not work, with the button for a new one. Who has its token is told if and
 * when a password was shown.
 */
export function deadEndPage(
  setting: PageSetting,
  request: FastifyRequest<IdRequest>,
  shownAt?: Date,
): Page {
  const { words, locale } = setting
  const why = shownAt
    ? fill(words.revealOpened, { time: timeFormat(locale).format(shownAt) })
    : words.deadEnd
  // Relative, so that it holds behind a proxy that adds a path.
  const action = `${encodeURIComponent(request.params.id)}/renew`
  const body = html`<div class="card">
<h1>${words.invalidTitle}</h1>
<p>${why}</p>
<p>${words.renewHint}</p>
<form method="post" action="${action}">
${submitButton(words.renew)}
</form>
</div>`
  return pageOf(setting, words.invalidTitle, withAssets(body, CLEAR_FRAGMENT))
}

function renewedPage(setting: PageSetting): Page {
  const { words } = setting
  const body = html`<div class="card">
<h1>${words.renewTitle}</h1>
<p>${words.renewDone}</p>
</div>`
  return pageOf(setting, words.renewTitle, withAssets(body, CLEAR_FRAGMENT))
}
