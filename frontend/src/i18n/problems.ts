/** A sheet's problems in words. The texts are those of `problems`; a page that shows them loads these. */
import type { Form, Problem } from '@/scoring/form'
import { formatPoints } from './format'
import { localText, t, type Key, type LocalText, type Params } from './t'

const NUMBERS = new Set(['min', 'max', 'step', 'start'])

export function problemText(problem: Problem, form: Form): string {
  if (problem.code === 'rule') return localText(problem.params.message as LocalText)
  const item = problem.item && form.items.get(problem.item)
  const params: Params = { item: item ? localText(item.definition.label) : (problem.item ?? ''), code: problem.code }
  for (const [name, value] of Object.entries(problem.params))
    params[name] = NUMBERS.has(name) ? formatPoints(String(value)) : String(value)
  const code = problem.code === 'type' ? `type.${String(problem.params.expected)}` : problem.code
  const key = `problems.${code}` as Key
  const text = t(key, params)
  return text === key ? t('problems.other', params) : text // t() answers the key that it does not know
}
