/** What the head judge's tabs share: addresses, tones of states, names of rounds. */
import { link, paths } from '@/app/paths'
import { titleOf } from '@/i18n/title'
import type { Contest, Schemas } from '@/api/contests'

export type Discrepancy = Schemas['Discrepancy']
export type Override = Schemas['Override']
export type WatchedEntry = Schemas['WatchedEntry']

export const POLL_MS = 10_000

export const tabOf = (contest: Contest, tab: string, query: Record<string, string | number> = {}) => ({
  path: link(paths.moderate, { slug: contest.slug, tab }),
  query,
})

export function roundTitle(contest: Contest, id: number | null): string {
  const round = contest.rounds.find((one) => one.id === id)
  return round ? titleOf(round) : ''
}

export const DISCREPANCY_TONES = {
  open: 'danger',
  third_marking: 'warning',
  discussed: 'success',
  minuted: 'success',
  resolved: 'success',
  lapsed: 'neutral',
} as const

export const OVERRIDE_TONES = {
  proposed: 'warning',
  effective: 'success',
  rejected: 'neutral',
  void: 'neutral',
} as const

export const FLAG_TONES = {
  discrepancy: 'danger',
  third_marking: 'warning',
  override_proposed: 'warning',
  short: 'warning',
  settled: 'neutral',
  override: 'accent',
} as const

/** Still to be settled by people. */
export const waits = (row: Discrepancy) => row.state === 'open' || row.state === 'third_marking'
