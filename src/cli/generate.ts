// Writes the generated files, or with --check compares them and exits 1 where one is stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from './generated-files.ts'

const isCheck = process.argv.includes('--check')

const files = await generatedFiles()

for (const { path, render } of files) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
  const text = await render()
  if ((await readFile(file, 'utf8').catch(() => '')) === text) continue
  if (isCheck) {
    console.error(`${path}: expected what \`npm run generate\` writes, got another text`)
    process.exitCode = 1
  } else {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    console.log(`wrote ${path}`)
  }
}
if (isCheck && process.exitCode !== 1) {
  console.log(`${files.length} generated files match the code`)
}
