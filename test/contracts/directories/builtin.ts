import { sql } from 'kysely'
import { Secret } from '../../../src/core/secret.ts'
import { builtinDirectory } from '../../../src/directories/builtin.ts'
import { createBuiltinLogin } from '../../../src/directories/builtin-login.ts'
import type { StartStandIn } from '../../support/directory-fixture.ts'

/** No stand-in is needed: the built-in directory is a table of the test's own database. */
export const startStandIn: StartStandIn = async (tools) => {
  const { source, database } = tools
  const login = createBuiltinLogin(tools)
  const users = database.selectFrom('builtin_user').where('source', '=', source)
  const directory = builtinDirectory().create(tools)
  return {
    factory: builtinDirectory(),
    async addUser(user) {
      return (await directory.createUser(user, AbortSignal.timeout(5_000))).id
    },
    async opens(userId, password) {
      const status = await login.verify({ source, userId, password: new Secret(password) })
      return status !== 'invalid' && status !== 'expired'
    },
    async mustChange(userId) {
      const user = await users
        .select('must_change')
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
      return user.must_change
    },
    async validity(userId) {
      const user = await users
        .select(['valid_from', 'valid_until'])
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
      return [user.valid_from, user.valid_until]
    },
    async countUsers(email) {
      const found = await users
        .select('user_id')
        .where(sql`lower(email)`, '=', email.toLowerCase())
        .execute()
      return found.length
    },
    close: async () => {},
  }
}
