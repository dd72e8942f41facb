/** When a device says that it is there; pure. */

export interface Beat {
  at: number
  unsent: number
}

const EVERY = 60_000
/** Sheets come and go quickly while a judge works: not each is worth a word. */
const SOONEST = 10_000

export interface Moment {
  now: number
  unsent: number
  /** Signed in as a judge, the page in view, the network there. */
  awake: boolean
}

/** On opening, once a minute, and soon after the number of unsent sheets changed. */
export function isDue(last: Beat | null, { now, unsent, awake }: Moment): boolean {
  if (!awake) return false
  if (!last) return true
  const since = now - last.at
  // A clock that was set back must not silence the device.
  return since < 0 || since >= EVERY || (unsent !== last.unsent && since >= SOONEST)
}
