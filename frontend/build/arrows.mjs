/**
 * A lint rule: which folder of src may import which. Named like this the folders stay apart:
 * a feature never knows another one, and what two features share belongs further down.
 */
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

/** `app/paths` are the addresses alone, without the shell. */
const ALLOWED = {
  scoring: [],
  i18n: ['scoring'],
  api: ['i18n'],
  ui: ['api', 'i18n', 'app/paths'],
  offline: ['ui', 'api', 'i18n', 'scoring'],
  features: ['ui', 'api', 'i18n', 'offline', 'scoring', 'app/paths'],
  app: ['ui', 'api', 'i18n', 'offline', 'scoring'],
}

/** The parts of a module's path below src, without its ending; null if it lies elsewhere. */
function partsOf(file) {
  const path = relative(SRC, file)
  return path.startsWith('..') ? null : path.replace(/\.(ts|vue)$/, '').split(sep)
}

/** The folder that a file belongs to: `ui`, or `features/judging`. */
const folderOf = ([first, second]) => (first === 'features' ? `features/${second}` : first)

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      arrow:
        '{{from}} may not import {{to}}, only {{allowed}}. What two folders share belongs in one that both may import.',
    },
  },
  create(context) {
    const own = partsOf(context.filename)
    const allowed = own && ALLOWED[own[0]]
    if (!allowed || /\.test$/.test(own.at(-1))) return {}
    function check({ source }) {
      if (typeof source?.value !== 'string') return
      const name = source.value.replace(/\?.*$/, '')
      const isOurs = name.startsWith('@/') || name.startsWith('.')
      const parts =
        isOurs &&
        partsOf(name.startsWith('@/') ? resolve(SRC, name.slice(2)) : resolve(dirname(context.filename), name))
      if (!parts || folderOf(parts) === folderOf(own)) return
      if (allowed.some((one) => one === parts[0] || one === parts.join('/'))) return
      context.report({
        node: source,
        messageId: 'arrow',
        data: { from: folderOf(own), to: folderOf(parts), allowed: allowed.join(', ') || 'itself' },
      })
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
    }
  },
}
