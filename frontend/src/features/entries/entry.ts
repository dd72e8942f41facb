/** What the pages of entries read and write. */
import { call, get } from '@/api/client'
import type { Schemas } from '@/api/schemas'

export type ContestOfEntry = Schemas['Contest']
export type Attachment = Schemas['Attachment']
export type Submission = Schemas['Submission']
export type Entry = Schemas['Entry']
export type EntryInput = Required<Schemas['EntryCreateRequest']>

/** A person while being typed. */
export interface Person {
  /** Of who is in the entry already. */
  id?: number
  full_name: string
  class_name: string
  /** Of an account to be invited. */
  username?: string
}

/** Whether the reader may hand in a version now: the window for all, any time for organisers. */
export function takesWork(of: Entry, contest: ContestOfEntry): boolean {
  if (of.state === 'withdrawn' || of.state === 'disqualified') return false
  const open = contest.phase === 'entries' || contest.phase === 'submissions'
  return of.permissions.organise || (of.permissions.change && open)
}

export const contestOf = (slug: string): Promise<ContestOfEntry> => get(`/api/v1/contests/${encodeURIComponent(slug)}/`)

export const entry = (id: string | number): Promise<Entry> => get(`/api/v1/entries/${id}/`)

export const submissionsOf = (id: string | number): Promise<Submission[]> =>
  get('/api/v1/submissions/', { query: { entry: id } })

/** Sent again with the same key, it is made once. */
export async function createEntry(input: EntryInput, idempotencyKey: string): Promise<Entry> {
  return (await call<Entry>('POST', '/api/v1/entries/', { body: input, idempotencyKey })).data
}

/** Submits, or withdraws with a reason. */
export async function move(of: Entry, verb: 'submit' | 'withdraw', reason = ''): Promise<Entry> {
  const options = { ifMatch: of.revision, ...(verb === 'withdraw' ? { body: { reason } } : {}) }
  return (await call<Entry>('POST', `/api/v1/entries/${of.id}/${verb}/`, options)).data
}

export async function handIn(of: Entry, note: string, link: string, attachments: number[]): Promise<Submission> {
  return (await call<Submission>('POST', '/api/v1/submissions/', { body: { entry: of.id, note, link, attachments } }))
    .data
}

/** The server's clock minus this device's, in ms: deadlines are the server's. */
export function clockOffset(serverNow: string): number {
  return new Date(serverNow).getTime() - Date.now()
}
