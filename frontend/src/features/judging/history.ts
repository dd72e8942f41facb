/** What a sheet was before its last changes, for undoing them; pure. */
import type { Content } from '@/offline/outbox'

interface Step {
  /** What was changed; typing on in one text is one change. */
  readonly what: string
  readonly before: Content
}

export type History = readonly Step[]

const LONGEST = 50

export function remembered(history: History, what: string, before: Content): History {
  const last = history[history.length - 1]
  if (last?.what === what && what.startsWith('comments/')) return history
  return [...history, { what, before }].slice(-LONGEST)
}

/** The content before the last change, and the history before it. Null: nothing to undo. */
export function undone(history: History): { content: Content; what: string; history: History } | null {
  const last = history[history.length - 1]
  return last ? { content: last.before, what: last.what, history: history.slice(0, -1) } : null
}
