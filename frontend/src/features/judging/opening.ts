/** Whether a sheet takes scores, as far as the queue tells; the server has the last word. */
import type { QueueSheet, Seat } from './queue'

type Window = Pick<Seat, 'judging_open_at' | 'judging_close_at'>

/** On which side of the contest's time for judging `now` (epoch ms) lies. */
export function outside(
  { judging_open_at: open, judging_close_at: close }: Window,
  now: number,
): 'before' | 'after' | null {
  if (open && Date.parse(open) > now) return 'before'
  return close && Date.parse(close) <= now ? 'after' : null
}

export function takesScores(
  sheet: Pick<QueueSheet, 'state' | 'round' | 'peers_seen_at'>,
  seat: Window | null,
  now: number,
): boolean {
  if (sheet.state === 'reopened') return true
  if (sheet.state === 'locked' || sheet.state === 'void') return false
  if (sheet.state === 'submitted' && sheet.peers_seen_at) return false
  return Boolean(sheet.round.calibration) || !seat || outside(seat, now) === null
}
