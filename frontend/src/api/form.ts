/** The parts of a form's definition that the organiser's screens name; the server checks the whole. */
import type { LocalText } from '@/i18n/t'

export type Numeric = number | string

export interface ScoringItem {
  id: string
  label: LocalText
  help?: LocalText
  kind: string
  min?: Numeric
  max?: Numeric
  step?: Numeric
  levels?: { value?: Numeric; from?: Numeric; to?: Numeric; label?: LocalText; descriptor?: LocalText }[]
  options?: { id: string; label: LocalText; points?: Numeric }[]
  unit?: string
  weight?: Numeric
  source?: string
  required?: boolean
}

export interface FormDefinition {
  items: ScoringItem[]
  groups?: { id: string; label?: LocalText; items?: string[] }[]
}

/** What may be entered, in a few signs: 0–10, step 0,5; 5 · 10 · 15. */
export function domainOf(item: ScoringItem, label: (text: LocalText) => string): string {
  if (item.levels?.length)
    return item.levels.map((one) => (one.value !== undefined ? String(one.value) : `${one.from}–${one.to}`)).join(' · ')
  if (item.options?.length) return item.options.map((one) => label(one.label)).join(' · ')
  const range = item.min !== undefined || item.max !== undefined ? `${item.min ?? '…'}–${item.max ?? '…'}` : ''
  return [range && (item.step !== undefined ? `${range} (±${item.step})` : range), item.unit].filter(Boolean).join(' ')
}
