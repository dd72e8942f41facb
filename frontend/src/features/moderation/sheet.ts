/** A scoresheet as those who oversee the judging read it. */
import type { ItemDefinition } from '@/scoring/definition'
import { localText, t } from '@/i18n/t'
import type { Schemas } from '@/api/contests'

export type Sheet = Schemas['Scoresheet']
export type ShownState = 'empty' | 'draft' | 'submitted' | 'locked' | 'reopened' | 'void'

export const SHEET_TONES = {
  empty: 'neutral',
  draft: 'warning',
  submitted: 'success',
  locked: 'success',
  reopened: 'warning',
  void: 'danger',
} as const

/** Revision 0 means that nothing was entered yet. */
export function stateOf(sheet: { state: string; revision: number }): ShownState {
  return sheet.state === 'draft' && sheet.revision === 0 ? 'empty' : (sheet.state as ShownState)
}

/** One value in words: the level's or the options' label, yes or no, else the number as entered. */
export function valueText(item: ItemDefinition, value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
  if (Array.isArray(value)) return value.map((one) => valueText(item, one)).join(', ') || '–'
  const option = item.options?.find((one) => one.id === value)
  if (option) return localText(option.label)
  const level = item.levels?.find((one) => String(one.value) === String(value))
  const label = level?.label ? ` – ${localText(level.label)}` : ''
  return `${String(value)}${item.unit ? ` ${item.unit}` : ''}${label}`
}
