import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { ROOT } from './lint.ts'

const Service = Type.Object({
  build: Type.Optional(Type.Object({ context: Type.String(), target: Type.String() })),
  command: Type.Optional(Type.Array(Type.String())),
  depends_on: Type.Optional(Type.Record(Type.String(), Type.Object({ condition: Type.String() }))),
  environment: Type.Optional(Type.Record(Type.String(), Type.String())),
  healthcheck: Type.Optional(Type.Object({ disable: Type.Optional(Type.Boolean()) })),
  image: Type.String(),
  ports: Type.Optional(Type.Array(Type.String())),
})

const Compose = Type.Object({ services: Type.Record(Type.String(), Service) })

/** One service of docker-compose.yml, with what the tests look at. */
export type ComposeService = Type.Static<typeof Service>

/** docker-compose.yml with its anchors merged; placeholders stay as they are. */
export function readComposeFile(): {
  readonly document: unknown
  readonly text: string
  readonly services: Readonly<Record<string, ComposeService>>
} {
  const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')
  const document: unknown = parse(text, { merge: true })
  return { document, text, services: Value.Parse(Compose, document).services }
}
