/** What a secretary types for an item, and what the sheet's document holds then; pure. */
import { localText } from '@/i18n/t'
import type { Item } from '@/scoring/form'
import { typed } from '@/scoring/amount'

export const isGiven = ({ kind, definition: { source } }: Item): boolean =>
  kind === 'computed' || kind === 'testcase' || kind === 'metric' || source === 'auto' || source === 'import'

/** Numbers as they are; options by their place (1, 2 …), several with spaces; 1 and 0 for yes and no. */
export function valueOf(item: Item, input: string): unknown {
  const words = input.trim()
  if (words === '') return null
  if (item.kind === 'boolean') return /^[1cyx]/i.test(words) ? true : /^[0kn]/i.test(words) ? false : words
  const options = item.definition.options
  if (!options?.length) return typed(words, item.definition.unit)
  const chosen = words.split(/[\s,;+]+/).map((one) => options[Number(one) - 1]?.id ?? one)
  return item.kind === 'multi' ? chosen : chosen.length === 1 ? chosen[0]! : words
}

export interface Choice {
  key: string
  label: string
}

/** What may be typed, beside the field. */
export function choicesOf(item: Item, yes: string, no: string): Choice[] {
  if (item.kind === 'boolean')
    return [
      { key: '1', label: yes },
      { key: '0', label: no },
    ]
  const { options, levels } = item.definition
  if (options?.length) return options.map((one, index) => ({ key: String(index + 1), label: localText(one.label) }))
  return (levels ?? []).map((one) => ({
    key: one.value === undefined ? `${one.from}–${one.to}` : String(one.value),
    label: localText(one.label),
  }))
}
