import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Origin } from '../../events/identity-event.ts'
import type { CreatedUser } from '../directory.ts'
import { readAnswer, textAt } from '../http/answers.ts'
import type { JsonBody } from '../http/directory-client.ts'
import type { Graph } from './graph.ts'
import { localId, toUser, USER, User } from './user.ts'

const PAGE = 100
/** A list that never ends is one that is not read as it should be. */
const PAGES_MAX = 500

/** As in `webhooks/providers/authgear.ts`. */
const ORIGINS: ReadonlyMap<string, Origin> = new Map([
  ['admin_api', 'invited'],
  ['portal', 'invited'],
  ['site_admin', 'invited'],
  ['user', 'self'],
])

const Page = Compile(
  Type.Object({
    auditLogs: Type.Object({
      edges: Type.Array(
        Type.Object({
          node: Type.Object({
            id: Type.String(),
            createdAt: Type.String(),
            data: Type.Unknown(),
            user: Type.Union([
              Type.Intersect([
                User,
                Type.Object({
                  isAnonymous: Type.Boolean(),
                  primaryPassword: Type.Optional(Type.Unknown()),
                }),
              ]),
              Type.Null(),
            ]),
          }),
        }),
      ),
      pageInfo: Type.Object({
        hasNextPage: Type.Boolean(),
        endCursor: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      }),
    }),
  }),
)

const PAGE_QUERY = `query($since: DateTime!, $after: String) {
  auditLogs(first: ${PAGE}, after: $after, rangeFrom: $since, activityTypes: [USER_CREATED], sortDirection: ASC) {
    edges { node { id createdAt data user { ${USER} isAnonymous primaryPassword { id } } } }
    pageInfo { hasNextPage endCursor }
  }
}`

/** The audit log holds the very events that the webhook posts, with who caused them. */
export async function* usersSince(
  graph: Graph,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<CreatedUser> {
  let after: string | null = null
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const variables: JsonBody = { since: since.toISOString(), after }
    const answer = await graph(PAGE_QUERY, variables, { signal, isRead: true })
    const { edges, pageInfo } = readAnswer('authgear', Page, answer).auditLogs
    for (const { node } of edges) {
      // Deleted since, or without an address to write to.
      if (node.user === null || node.user.isAnonymous) continue
      yield {
        ...toUser(node.user),
        createdAt: new Date(node.createdAt),
        origin: ORIGINS.get(textAt(node.data, 'context', 'triggered_by') ?? '') ?? 'unknown',
        hasPassword: (node.user.primaryPassword ?? null) !== null,
        dedupeKey: localId(node.id),
      }
    }
    after = pageInfo.endCursor ?? null
    if (!pageInfo.hasNextPage || after === null) return
  }
}
