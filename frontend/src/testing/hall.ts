/** A judge's day: a form, sheets in a queue, and a server that keeps them as the real one does. */
import { waitFor } from '@testing-library/dom'
import { openDB } from 'idb'
import { scoresheets } from '@/offline/scoresheets'
import type { SheetRecord } from '@/offline/outbox'
import { routes } from '@/features/judging/routes'
import type { Queue, QueueSheet, Seat } from '@/features/judging/queue'
import type { FormDefinition } from '@/scoring/form'
import { json, openPage, problem, serve, signIn, unreachable, type Asked } from './page'

// The DOM of the tests has no locks, and one tab.
Object.defineProperty(navigator, 'locks', { value: { request: (_name: string, task: () => unknown) => task() } })

export const FORM: FormDefinition = {
  schema: 1,
  items: [
    {
      id: 'idea',
      kind: 'level',
      label: { vi: 'Ý tưởng' },
      comment: 'optional',
      levels: [
        { value: 0, label: { vi: 'Chưa có' } },
        { value: 5, label: { vi: 'Khá' } },
        { value: 10, label: { vi: 'Tốt' } },
      ],
    },
    { id: 'demo', kind: 'number', label: { vi: 'Trình bày' }, min: 0, max: 10 },
    { id: 'bonus', kind: 'number', label: { vi: 'Điểm thưởng' }, min: 0, max: 1, required: false },
  ],
}

const ROUND = { id: 1, code: 'final', title: 'Chung kết', title_en: 'Final' }
let last = 0

export function sheetOf(code: string, changes: Partial<QueueSheet> = {}): QueueSheet {
  const id = (last += 1)
  const division = { id: 5, code: 'thcs', title: 'Trung học cơ sở', title_en: '' }
  const rest = { title: null, summary: null, team: null, link: '', thumbnail_url: null, attachments: [] }
  return {
    ...{ id, contest: 'sang-tao', contest_title: 'Sáng tạo', round: ROUND, form_version: 1, order: id },
    entry: { id, code, division, ...rest },
    attempt: { id, number: 1, state: 'pending' },
    ...{ revision: 0, state: 'draft', kind: 'scored', values: {}, comments: {}, points: null },
    ...changes,
  }
}

const SEAT: Seat = {
  ...{ id: 1, contest: 'sang-tao', contest_title: 'Sáng tạo', contest_title_en: '', code: 'GK1' },
  ...{ full_name: 'Lê Thị Hoa', role: 'judge', judging_open_at: null, judging_close_at: null },
}

/** The server of the hall. `network: false` cuts the line; `refuse` answers every write. */
export interface Hall {
  sheets: QueueSheet[]
  network: boolean
  refuse: (() => Response) | null
  /** The writes that reached it. */
  writes: Asked[]
  /** What was on the device's disk as each of them came in. */
  disk: (SheetRecord | undefined)[]
}

/** The sheet as a write is answered: with the receipt of its revision. */
export const receipted = (sheet: QueueSheet) => ({
  ...sheet,
  receipt: { revision: sheet.revision, sha256: 'ab'.repeat(32), at: '2026-10-03T02:00:00Z' },
})

const onDisk = async (id: number): Promise<SheetRecord | undefined> => (await openDB('san-thi')).get('sheets', id)

/** Signs a new judge in and gives them these sheets. */
export async function hallWith(sheets: QueueSheet[], seat: Partial<Seat> = {}, form = FORM): Promise<Hall> {
  const hall: Hall = { sheets, network: true, refuse: null, writes: [], disk: [] }
  const queue = (): Queue => ({ judge_seats: [{ ...SEAT, ...seat }], forms: { 1: form }, sheets: hall.sheets })
  const line = (task: () => Response) => () => (hall.network ? task() : unreachable())
  serve({
    'GET /api/v1/queue/': line(() => json(queue())),
    'POST /api/v1/devices/heartbeat/': line(() => json({})),
  })
  for (const { id } of sheets)
    serve({
      [`PUT /api/v1/scoresheets/${id}/`]: async (asked) => {
        if (!hall.network) unreachable()
        hall.disk.push(await onDisk(id))
        hall.writes.push(asked)
        if (hall.refuse) return hall.refuse()
        const sheet = hall.sheets.find((one) => one.id === id)!
        if (asked.ifMatch !== `"${sheet.revision}"`) return problem(412, 'sheet-stale', { current: sheet })
        const { values, comments, state, kind } = asked.body as QueueSheet
        Object.assign(sheet, { values, comments, state, kind, revision: sheet.revision + 1 })
        return json(receipted(sheet))
      },
      [`POST /api/v1/scoresheets/${id}/skip/`]: line(() => json({}, 201)),
    })
  await signIn({ mine: [{ contest: 'sang-tao', judge: { id: 1, code: 'GK1', role: 'judge' } }] })
  return hall
}

export const openQueue = () => openPage(routes, '/judge')

/** Opens the sheet and waits until it can be written. */
export async function openSheet({ id, contest }: QueueSheet) {
  const router = await openPage(routes, `/judge/${contest}/${id}`)
  await waitFor(() => scoresheets.records.get(id) ?? Promise.reject(new Error('the sheet is not there yet')))
  await waitFor(() => document.querySelector('.skeleton') && Promise.reject(new Error('the page is not there yet')))
  return router
}

/** Waits until the device has tried to send the sheet, in vain. */
export const triedInVain = ({ id }: QueueSheet) =>
  waitFor(() => scoresheets.records.get(id)?.attempts || Promise.reject(new Error('nothing was tried yet')))

/** The words about where the scores are. */
export const whereabouts = (): string => document.querySelector('.save-state')?.textContent.trim() ?? ''
