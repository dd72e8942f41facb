/** What every screen of the organiser shares: shapes of the API, whole lists, local times. */
import { get } from '@/api/client'
import type { components } from '@/api/schema'

export type Schemas = components['schemas']
export type Contest = Schemas['Contest']
export type ContestRow = Schemas['ContestRow']
export type Grant = keyof Schemas['ContestPermissions']

export interface Page<T> {
  next: string | null
  results: T[]
}

type Query = Record<string, string | number | undefined>

/** A list of the API to its end, page after page. */
export async function everything<T>(path: string, query: Query = {}): Promise<T[]> {
  const rows: T[] = []
  let page = await get<Page<T>>(path, { query: { ...query, page_size: 500 } })
  rows.push(...page.results)
  while (page.next) {
    page = await get<Page<T>>(pathOf(page.next))
    rows.push(...page.results)
  }
  return rows
}

/** The server names the next page by its own host; behind a proxy ours may be another. */
export function pathOf(address: string): string {
  const url = new URL(address, location.origin)
  return url.pathname + url.search
}

export const contest = (slug: string): Promise<Contest> => get(`/api/v1/contests/${encodeURIComponent(slug)}/`)

export function may(of: Contest, ...grants: Grant[]): boolean {
  return grants.some((grant) => of.permissions[grant])
}

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

/** Text without accents and capitals, for searching as people type. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{Diacritic}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
}
