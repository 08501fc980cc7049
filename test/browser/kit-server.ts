import formbody from '@fastify/formbody'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { type Html, html } from '../../src/pages/html.ts'
import { codeInput } from '../../src/pages/kit/code-input.ts'
import { liveUpdates } from '../../src/pages/kit/live-updates.ts'
import { notice } from '../../src/pages/kit/notice.ts'
import { newPasswordField } from '../../src/pages/kit/password-field.ts'
import { rulesOf } from '../../src/pages/kit/password-rules.ts'
import { secretBox } from '../../src/pages/kit/secret-box.ts'
import { type Step, stateList } from '../../src/pages/kit/state-list.ts'
import { enterButton, submitButton } from '../../src/pages/kit/submit-once.ts'
import { textField } from '../../src/pages/kit/text-field.ts'
import { sendPage } from '../../src/pages/layout.ts'
import {
  acceptedTags,
  loadPageLanguages,
  type PageWords,
  pickWords,
} from '../../src/pages/page-words.ts'

/** What the server "generates", with each class in it. */
export const GENERATED = 'x7Kd-PqR4-mWs9-Tn2v'
const POLICY = { minLength: 12, required: ['lower', 'upper', 'digit', 'symbol'] } as const
const STEPS: readonly Step[] = [
  { label: 'Password set', state: 'done', detail: '12:00:03' },
  { label: 'Mail accepted by Amazon SES', state: 'current', detail: 'Usually takes a few seconds' },
  { label: 'Mail delivered', state: 'open' },
  { label: 'Mail bounced', state: 'failed', detail: 'smtp; 550 5.1.1 no such mailbox here' },
]
const STEP_WORDS = { done: 'done', current: 'under way', open: 'to come', failed: 'failed' }

/** Every part of the kit, on pages such as they are made for, and the forms that came in. */
export interface KitServer {
  readonly app: FastifyInstance
  readonly forms: readonly Readonly<Record<string, string>>[]
}

/** Takes `?brand=`, a colour, so that hard ones can be looked at. */
export async function createKitServer(): Promise<KitServer> {
  const app = fastify({ logger: false })
  const forms: Record<string, string>[] = []
  const languages = await loadPageLanguages()
  await app.register(formbody)
  const show = (name: keyof typeof BODIES, generated?: string) => {
    return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const tags = acceptedTags(request.headers['accept-language'])
      const { locale, words } = pickWords(languages, tags)
      const color = new URL(request.url, 'http://kit').searchParams.get('brand')
      return sendPage(reply, 200, {
        locale,
        direction: words.direction,
        title: TITLES[name],
        body: html`<div class="card"><h1>${TITLES[name]}</h1>${BODIES[name](words, generated)}</div>`,
        brand: { name: 'Ångström & Søn', ...(color !== null && { color }) },
      })
    }
  }
  for (const name of ['operator', 'reveal', 'code'] as const) app.get(`/${name}`, show(name))
  app.post<{ Body: Record<string, string> }>('/operator', (request, reply) => {
    forms.push({ ...request.body })
    const isGenerate = request.body['generate'] === '1'
    return show('operator', isGenerate ? GENERATED : undefined)(request, reply)
  })
  return { app, forms }
}

const TITLES = {
  operator: 'Create a user',
  reveal: 'Your password',
  code: 'Enter the code',
} as const

const BODIES = {
  operator: (words: PageWords, generated?: string): Html => html`<form method="post">
${enterButton()}
${textField({ id: 'email', label: 'Email', type: 'email', value: 'ada@example.com', hint: 'Where the password goes.' })}
${textField({ id: 'name', label: 'Name', isOptional: true })}
${newPasswordField({
  id: 'password',
  label: 'Password',
  words,
  rules: rulesOf(POLICY, words),
  passwordRules: 'minlength: 12; required: lower; required: upper; required: digit;',
  generate: { label: 'Generate', ...(generated !== undefined && { generated }) },
})}
${submitButton('Create user')}
</form>`,
  reveal: (words: PageWords): Html => html`<p class="lead">It is shown once.</p>
${secretBox({ id: 'secret', label: 'Password', secret: GENERATED, words })}
${notice('warn', html`<p>Close this page when you have it.</p>`)}
${notice('good', html`<p>Saved.</p>`)}
${stateList(STEPS, STEP_WORDS)}
<p>${liveUpdates({ seconds: 3_600, words: { refresh: 'Refresh', pause: 'Pause', resume: 'Resume' } })}</p>`,
  code: (): Html => html`<form method="post" action="/operator">
${notice('info', html`<p>We sent six digits to a…@example.com.</p>`)}
${codeInput({ id: 'code', label: 'Code', hint: 'It is good for five minutes.' })}
${submitButton('Go on')}
</form>`,
} as const
