import { Type } from 'typebox'
import { answer, checked } from './answer.ts'
import { listenOnFreePort } from '../ports.ts'
import { createPlainReceiver } from './plain-receiver.ts'

const START = Type.Object({ secret: Type.String() })

answer({
  async start(input) {
    const app = createPlainReceiver(checked(START, input).secret, async () => {})
    await app.ready()
    return { port: await listenOnFreePort(app.server) }
  },
})
