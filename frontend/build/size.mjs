/** Fails when the first load (shell, without fonts) outgrows its budget. Run after the build. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET = 60_000
const dist = new URL('../dist/', import.meta.url)
const html = readFileSync(new URL('index.html', dist), 'utf8')
const linked = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1])
const files = ['index.html', ...linked]
let total = 0
for (const file of files) {
  const bytes = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
  total += bytes
  console.log(`${String(bytes).padStart(7)}  ${file}`)
}
console.log(`${String(total).padStart(7)}  first load, gzip bytes (budget ${BUDGET})`)
if (total > BUDGET) {
  console.error('First load is over its budget: load what the first page does not need lazily.')
  process.exit(1)
}
