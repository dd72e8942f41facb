/** The board as the server tells it, and how to ask for it again cheaply. */
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { asProblem, call, type Problem } from '@/api/client'
import type { Schemas } from '@/api/schemas'
import { formatPoints } from '@/i18n/format'

export type Board = Schemas['Standings']
export type Division = Schemas['BoardDivision']
export type Row = Schemas['Row']

const INTERVAL_MS = 4_000
const JITTER_MS = 1_000

/**
 * Polls a board with its entity tag, so that an unchanged one costs nothing; stops while hidden.
 * Jitter keeps two thousand phones from asking in the same instant.
 * `anonymous`: what the public may see, whoever is signed in.
 */
export function useBoard(address: Ref<string>, { anonymous = false } = {}) {
  const board = shallowRef<Board>()
  const problem = shallowRef<Problem | null>(null)
  const asking = ref(false)
  let etag: string | null = null
  let timer = 0

  async function ask(): Promise<void> {
    clearTimeout(timer)
    asking.value = true
    const asked = address.value
    try {
      const answer = await call<Board>('GET', asked, {
        anonymous,
        headers: etag ? { 'If-None-Match': etag } : {},
      })
      if (asked !== address.value) return
      if (answer.status !== 304) {
        board.value = withoutEmpty(answer.data)
        etag = answer.etag
      }
      problem.value = null
    } catch (error) {
      problem.value = asProblem(error)
    } finally {
      asking.value = false
      schedule()
    }
  }

  function schedule(): void {
    clearTimeout(timer)
    if (document.hidden) return
    timer = window.setTimeout(ask, INTERVAL_MS + (Math.random() - 0.5) * 2 * JITTER_MS)
  }

  function seen(): void {
    if (document.hidden) clearTimeout(timer)
    else void ask()
  }

  watch(
    address,
    () => {
      etag = null
      board.value = undefined
      void ask()
    },
    { immediate: true },
  )
  document.addEventListener('visibilitychange', seen)
  onScopeDispose(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  })
  return { data: board, error: problem, isFetching: asking, refetch: ask }
}

/** A division that nobody entered is no page to turn to. */
function withoutEmpty(board: Board): Board {
  return { ...board, divisions: board.divisions.filter((division) => division.rows.length > 0) }
}

/** Who stands in a row: the team, else the people's names as the contest's rule shows them. */
function people(row: Row): string {
  return row.entry.team || row.entry.names.join(', ')
}

/** Whether titles tell entries apart; in a quiz all have the same, and people's names lead instead. */
export function hasTitles(rows: readonly Row[]): boolean {
  return rows.length < 2 || new Set(rows.map((row) => row.entry.title)).size > 1
}

export function heading(row: Row, titled: boolean): string {
  return (titled && row.entry.title) || people(row) || row.entry.code
}

export function detail(row: Row, titled: boolean): string {
  return [titled ? people(row) : '', row.entry.school].filter(Boolean).join(' · ') || row.entry.code
}

const MOST_DECIMALS = 2

/** How many decimals these points need, so that they line up: none where all are whole. */
export function decimals(rows: readonly { points: string | null }[]): number {
  const lengths = rows.map((row) =>
    row.points?.includes('/') ? MOST_DECIMALS : (row.points?.split('.')[1]?.length ?? 0),
  )
  return Math.min(MOST_DECIMALS, Math.max(0, ...lengths))
}

/** One number with as many decimals as it needs. */
export function shortPoints(points: string | null): string {
  return formatPoints(points, decimals([{ points }]))
}
