export { type ConfigInput, defineConfig, type SourceInput } from './config/doorkey-config.ts'
export { env } from './config/environment.ts'
export { passwordRules } from './credentials/password-rules.ts'
