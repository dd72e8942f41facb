/** What the pages of entries read and write. */
import { call, get } from '@/api/client'

export interface ContestOfEntry {
  slug: string
  title: string
  title_en: string
  now: string
  phase: string
  entries_close_at: string | null
  submissions_close_at: string | null
  team_min: number
  team_max: number
  upload_rule: { types?: string[]; max_bytes?: number; max_files?: number }
  divisions: { id: number; code: string; title: string; title_en: string }[]
  permissions: { enter: boolean; manage: boolean }
}

export interface Attachment {
  id: number
  name: string
  media_type: string
  size_bytes: number
  state: 'ready' | 'processing' | 'refused'
  refusal?: string
  thumbnail_url: string | null
  file_url?: string
}

export interface Submission {
  id: number
  number: number
  note: string
  link: string
  created_at: string
  attachments: Attachment[]
}

export interface Person {
  full_name: string
  class_name?: string
  birth_date?: string | null
}

export interface Entry {
  id: number
  contest: string
  code: string
  title: string
  summary: string
  division: { id: number; code: string; title: string; title_en: string }
  organization: { code: string; name: string } | null
  team: string | null
  state: 'draft' | 'submitted' | 'withdrawn' | 'disqualified' | 'unranked'
  state_reason: string
  submitted_at: string | null
  revision: number
  participants: Person[]
  mentors: Person[]
  permissions: { change: boolean; submit_work: boolean; withdraw: boolean }
}

export interface EntryInput {
  contest: string
  division: string
  title: string
  summary: string
  organization: string | null
  team_name: string
  as: 'participant' | 'mentor'
  participants: Person[]
  mentors: Person[]
}

export const contestOf = (slug: string): Promise<ContestOfEntry> =>
  get(`/api/v1/contests/${encodeURIComponent(slug)}/`)

export const entry = (id: string | number): Promise<Entry> => get(`/api/v1/entries/${id}/`)

export const submissionsOf = (id: string | number): Promise<Submission[]> =>
  get('/api/v1/submissions/', { query: { entry: id } })

export async function createEntry(input: EntryInput): Promise<Entry> {
  return (await call<Entry>('POST', '/api/v1/entries/', { body: input })).data
}

export async function changeEntry(of: Entry, changes: Partial<EntryInput>): Promise<Entry> {
  return (await call<Entry>('PATCH', `/api/v1/entries/${of.id}/`, { body: changes, ifMatch: of.revision })).data
}

/** Submits, withdraws or reinstates; the reason is asked for where the server wants one. */
export async function move(of: Entry, verb: 'submit' | 'withdraw' | 'reinstate', reason = ''): Promise<Entry> {
  return (await call<Entry>('POST', `/api/v1/entries/${of.id}/${verb}/`, { body: { reason }, ifMatch: of.revision })).data
}

export async function handIn(of: Entry, note: string, link: string, attachments: number[]): Promise<Submission> {
  return (
    await call<Submission>('POST', '/api/v1/submissions/', { body: { entry: of.id, note, link, attachments } })
  ).data
}

/** The server's clock minus this device's, in ms: deadlines are the server's. */
export function clockOffset(serverNow: string): number {
  return new Date(serverNow).getTime() - Date.now()
}
