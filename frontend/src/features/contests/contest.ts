/** What the pages of contests read, and how a contest's phase and windows are told. */
import { get } from '@/api/client'
import type { Page, Schemas } from '@/api/schemas'
import type { Key } from '@/i18n/t'

export type ContestRow = Schemas['ContestRow']
export type Contest = Schemas['Contest']
export type Phase = ContestRow['phase']

/** All contests that the reader may see; a campaign has dozens, so the pages are followed. */
export async function allContests(): Promise<ContestRow[]> {
  const rows: ContestRow[] = []
  let next: string | null = '/api/v1/contests/'
  while (next) {
    const page: Page<ContestRow> = await get(next)
    rows.push(...page.results)
    next = page.next
  }
  return rows
}

export function contest(slug: string): Promise<Contest> {
  return get(`/api/v1/contests/${encodeURIComponent(slug)}/`)
}

export const PHASE_TONES = {
  upcoming: 'neutral',
  entries: 'success',
  submissions: 'success',
  judging: 'accent',
  closed: 'neutral',
} as const

/** The next instant that matters in this phase, with the words for it. */
export function deadline(row: ContestRow): { at: string; key: Key } | null {
  const next: Record<Phase, [string | null, Key]> = {
    upcoming: [row.entries_open_at, 'contests.opens'],
    entries: [row.entries_close_at, 'contests.entries_close'],
    submissions: [row.submissions_close_at, 'contests.submissions_close'],
    judging: [row.judging_close_at, 'contests.judging_closes'],
    closed: [null, 'contests.phase.closed'],
  }
  const [at, key] = next[row.phase]
  return at ? { at, key } : null
}
