/** Contests and lists of the API, for every feature: shapes, whole lists, what a person may do. */
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

/** The round that is judged now: the first that is not locked, else the last. */
export const roundNow = ({ rounds }: Contest): Contest['rounds'][number] | undefined =>
  rounds.find((round) => !round.locked_at) ?? rounds.at(-1)

export function may(of: Contest, ...grants: Grant[]): boolean {
  return grants.some((grant) => of.permissions[grant])
}
