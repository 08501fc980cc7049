import type { FastifyInstance } from 'fastify'
import packageJson from '../../package.json' with { type: 'json' }
import { sendPage } from '../pages/layout.ts'
import type { Api } from './api.ts'
import { openApiDocument } from './openapi.ts'
import { referencePage } from './reference-page.ts'

/** `/openapi.json`, and `/docs` for people; both made from the routes, and open to everybody. */
export function registerReference(
  app: FastifyInstance,
  { routes }: Pick<Api, 'routes'>,
  url: string,
): void {
  const { version } = packageJson
  app.get('/openapi.json', async () => openApiDocument(routes, { url, version }))
  app.get('/docs', async (_request, reply) => sendPage(reply, 200, referencePage(routes)))
}
