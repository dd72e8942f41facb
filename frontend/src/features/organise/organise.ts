/** What every screen of the organiser shares: local times, an item's domain in a few signs. */
import { localText } from '@/i18n/t'
import type { ItemDefinition } from '@/scoring/definition'

// Contests run on Vietnamese time, whatever zone the organiser's computer is set to; it has no summer time.
const OFFSET_MS = 7 * 3_600_000

/** An instant as `<input type="datetime-local">` wants it, on Vietnamese time. */
export function toLocal(at: string | null | undefined): string {
  return at ? new Date(new Date(at).getTime() + OFFSET_MS).toISOString().slice(0, 16) : ''
}

/** What was typed there, as an instant; empty is null. */
export function fromLocal(typed: string): string | null {
  return typed ? new Date(`${typed}:00+07:00`).toISOString() : null
}

/** What may be entered, in a few signs: 0–10 (±0.5); 5 · 10 · 15. */
export function domainOf(item: ItemDefinition): string {
  if (item.levels?.length)
    return item.levels.map((one) => (one.value !== undefined ? String(one.value) : `${one.from}–${one.to}`)).join(' · ')
  if (item.options?.length) return item.options.map((one) => localText(one.label)).join(' · ')
  const range = item.min !== undefined || item.max !== undefined ? `${item.min ?? '…'}–${item.max ?? '…'}` : ''
  return [range && (item.step !== undefined ? `${range} (±${item.step})` : range), item.unit].filter(Boolean).join(' ')
}
