/** The order of work, as pure functions: how far a sheet is, which sheets belong together, what comes next. */
import { isUnsent, shown, type SheetRecord } from '@/offline/outbox'
import type { QueueSheet } from './queue'

export type Stage = 'not_started' | 'draft' | 'reopened' | 'submitted' | 'locked'

/** How far a sheet is, counting what is still only on this device. */
export function stageOf(sheet: QueueSheet, record: SheetRecord | undefined): Stage {
  const server = record?.server ?? sheet
  if (server.state === 'locked') return 'locked'
  if ((record ? shown(record).state : server.state) === 'submitted') return 'submitted'
  if (server.state === 'reopened') return 'reopened'
  return server.revision > 0 || (record && isUnsent(record)) ? 'draft' : 'not_started'
}

export const isDone = (stage: Stage): boolean => stage === 'submitted' || stage === 'locked'

/** Those put off stand at the end, the one that was put off first before the others. */
export function inTurn(
  sheets: readonly QueueSheet[],
  putOff: (sheet: QueueSheet) => { at: string } | null,
): QueueSheet[] {
  const later = sheets.flatMap((sheet) => {
    const skip = putOff(sheet)
    return skip ? [{ sheet, at: Date.parse(skip.at) }] : []
  })
  const waiting = new Set(later.map(({ sheet }) => sheet))
  return [
    ...sheets.filter((sheet) => !waiting.has(sheet)),
    ...later.sort((a, b) => a.at - b.at).map(({ sheet }) => sheet),
  ]
}

/** The sheets of one round of one contest, in the order of the assignment. */
export interface Section {
  key: string
  contest: string
  contest_title: string
  round: QueueSheet['round']
  sheets: QueueSheet[]
}

export function sectionsOf(sheets: readonly QueueSheet[]): Section[] {
  const sections = new Map<string, Section>()
  for (const sheet of sheets) {
    const key = `${sheet.contest}/${sheet.round.code}`
    const { contest, contest_title, round } = sheet
    const section = sections.get(key) ?? { key, contest, contest_title, round, sheets: [] }
    section.sheets.push(sheet)
    sections.set(key, section)
  }
  return [...sections.values()]
}

export interface Neighbours {
  /** From 1. */
  position: number
  count: number
  previous: QueueSheet | null
  next: QueueSheet | null
}

export function neighboursOf(sheets: readonly QueueSheet[], id: number): Neighbours {
  const at = sheets.findIndex((sheet) => sheet.id === id)
  return { position: at + 1, count: sheets.length, previous: sheets[at - 1] ?? null, next: sheets[at + 1] ?? null }
}

/** The first sheet after `id` that is to do, going on from the start; never `id` itself. */
export function nextToDo(
  sheets: readonly QueueSheet[],
  id: number | null,
  done: (sheet: QueueSheet) => boolean,
): QueueSheet | null {
  const start = sheets.findIndex((sheet) => sheet.id === id) + 1
  const turn = [...sheets.slice(start), ...sheets.slice(0, start)]
  return turn.find((sheet) => sheet.id !== id && !done(sheet)) ?? null
}
