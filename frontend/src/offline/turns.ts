/** Turns that a judge put off, on their way to the server; pure. They carry no score. */

export const SKIP_KINDS = ['busy', 'absent', 'not_set_up', 'other'] as const
export type SkipKind = (typeof SKIP_KINDS)[number]

export interface Turn {
  /** Its idempotency key: sent again unchanged until it is answered. */
  readonly key: string
  readonly owner: string
  readonly sheet: number
  readonly kind: SkipKind
  readonly note: string
  readonly at: string
  /** The server has it; kept until the queue tells it back. */
  readonly sent: boolean
}

export interface Skip {
  kind: SkipKind
  note: string
  at: string
}

/** What the server is told. */
export const bodyOf = (turn: Turn, device: string) => ({
  kind: turn.kind,
  note: turn.note,
  device,
  skipped_at: turn.at,
})

/** The person's last turn of each sheet. */
export function lastTurns(turns: Iterable<Turn>, owner: string | null): Map<number, Turn> {
  const last = new Map<number, Turn>()
  for (const turn of turns) {
    const known = last.get(turn.sheet)
    if (turn.owner === owner && (!known || known.at <= turn.at)) last.set(turn.sheet, turn)
  }
  return last
}

/** The newer of what this device and what the server know. */
export function newerSkip(turn: Turn | undefined, told: Skip | null | undefined): Skip | null {
  if (!turn) return told ?? null
  return told && Date.parse(told.at) > Date.parse(turn.at) ? told : turn
}
