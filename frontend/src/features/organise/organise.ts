/** What every screen of the organiser shares: local times. */
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
