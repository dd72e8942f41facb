/** The judge's queue: read from the server, kept on the device, and there again without network. */
import { computed, watch } from 'vue'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { get } from '@/api/client'
import { session } from '@/api/session'
import type { ServerSheet } from '@/offline/outbox'
import { pictures } from '@/offline/pictures'
import { scoresheets } from '@/offline/scoresheets'
import { tablet } from '@/offline/tablet'
import type { Skip } from '@/offline/turns'
import type { FormDefinition } from '@/scoring/form'
import { takesScores } from './opening'

interface Place {
  id: number
  code: string
  title: string
  title_en: string
}

export interface QueueAttachment {
  id: number
  name: string
  media_type: string
  size_bytes: number
  url: string
  thumbnail_url: string | null
}

/** An entry as its judge sees it: in a blind contest under its blind code, without title, people and id. */
export interface QueueEntry {
  id: number | null
  code: string
  title: string | null
  division: Place
  summary: string | null
  team: string | null
  link: string
  thumbnail_url: string | null
  attachments: QueueAttachment[]
}

export interface QueueSheet extends ServerSheet {
  contest: string
  contest_title: string
  round: Place & { calibration?: boolean }
  entry: QueueEntry
  attempt: { id: number; number: number; state: string }
  form_version: number
  order: number
  /** Put off and not submitted since. */
  skipped?: Skip | null
  /** The judge looked at the others' scores: only a reopening lets the sheet change. */
  peers_seen_at?: string | null
  /** Why it was reopened. A day stored by an earlier version has none. */
  reason?: string
}

export interface Seat {
  id: number
  contest: string
  contest_title: string
  contest_title_en: string
  code: string
  full_name: string
  role: string
  judging_open_at: string | null
  judging_close_at: string | null
  peers_after_submit?: boolean
  blind?: boolean
}

export interface Queue {
  judge_seats: Seat[]
  forms: Record<string, FormDefinition>
  sheets: QueueSheet[]
}

const KEPT = 'queue'
const EVERY = 60_000

async function readQueue(): Promise<Queue> {
  const delivered = tablet.delivered()
  const queue = await get<Queue>('/api/v1/queue/')
  const now = Date.now()
  const seats = new Map(queue.judge_seats.map((seat) => [seat.contest, seat]))
  await scoresheets.take(queue.sheets, (sheet) => takesScores(sheet, seats.get(sheet.contest) ?? null, now))
  // A browser that keeps nothing still judges with network; the page warns of it.
  await scoresheets.keep(KEPT, queue).catch(() => {})
  await keepNames(queue.sheets).catch(() => {})
  await tablet.forget(delivered).catch(() => {})
  void pictures.take(thumbnailsOf(queue.sheets))
  return queue
}

const NAMES = 'names'

/** How the entries of sheets were called, also of those that left the queue with unsent scores. */
async function keepNames(sheets: readonly QueueSheet[]): Promise<void> {
  const names = { ...(await readNames()) }
  for (const { id, entry } of sheets) names[id] = [entry.code, entry.title].filter(Boolean).join(' ')
  const held = Object.entries(names).filter(([id]) => scoresheets.records.has(Number(id)))
  await scoresheets.keep(NAMES, Object.fromEntries(held))
}

export const readNames = async (): Promise<Record<string, string>> =>
  (await scoresheets.kept<Record<string, string>>(NAMES)) ?? {}

/** Each picture once, though several sheets may show it. */
function thumbnailsOf(sheets: readonly QueueSheet[]) {
  const found = sheets.flatMap(({ entry }) => entry.attachments)
  return found.flatMap(({ id, thumbnail_url: url }) => (url ? [{ id, url }] : []))
}

/** The picture that stands for the entry. */
export const pictureOf = ({ attachments }: QueueEntry): QueueAttachment | null =>
  attachments.find((file) => file.thumbnail_url) ?? null

/** The queue as a vue-query; what the device kept is shown until the server answers. */
export function useQueue() {
  const client = useQueryClient()
  const who = computed(() => session.user.value?.id ?? null)
  watch(
    who,
    async (id) => {
      if (id === null) return
      const kept = await scoresheets.kept<Queue>(KEPT).catch(() => undefined)
      const key = ['queue', id]
      if (kept && client.getQueryData(key) === undefined) client.setQueryData(key, kept, { updatedAt: 1 })
    },
    { immediate: true },
  )
  return useQuery({
    queryKey: ['queue', who],
    queryFn: readQueue,
    enabled: computed(() => who.value !== null),
    refetchInterval: EVERY,
  })
}
