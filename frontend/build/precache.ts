/**
 * Writes the list of files that the service worker keeps, and their version, into sw.js.
 * The worker's source names two placeholders: __FILES__ and __VERSION__.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

export function precache(): Plugin {
  let publicDir = ''
  return {
    name: 'precache',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js']
        if (worker?.type !== 'chunk') throw new Error('the build made no sw.js')
        const hash = createHash('sha256')
        const files: string[] = []
        for (const name of Object.keys(bundle).sort()) {
          if (name === 'sw.js') continue
          const output = bundle[name]!
          hash.update(name).update(output.type === 'chunk' ? output.code : output.source)
          if (name !== 'index.html') files.push(`/${name}`)
        }
        for (const name of readdirSync(publicDir).sort()) {
          hash.update(name).update(readFileSync(`${publicDir}/${name}`))
          files.push(`/${name}`)
        }
        worker.code = worker.code
          .replace('__FILES__', JSON.stringify(['/', ...files]))
          .replace('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 12)))
      },
    },
  }
}
