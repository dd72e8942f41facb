/**
 * Moves records between store and server. Knows no DOM: time, chance and sending are given to it,
 * so that tests can play every accident.
 */
import {
  accepted,
  conflicted,
  hastened,
  keyTaken,
  nextWrite,
  postponed,
  refused,
  type Refusal,
  type ServerSheet,
  type SheetRecord,
  type Write,
} from './outbox'
import type { Store } from './store'

/** What came of sending one write. */
export type Outcome =
  | { type: 'accepted'; sheet: ServerSheet }
  | { type: 'conflict'; current: ServerSheet }
  | { type: 'key-taken' }
  | { type: 'refused'; refusal: Refusal }
  /** Signed out: everything stays and waits. */
  | { type: 'signed-out' }
  | { type: 'no-answer' }

export interface Surroundings {
  store: Store
  send: (id: number, write: Write) => Promise<Outcome>
  /** Who is signed in; only that person's sheets are sent. Null: unknown or nobody. */
  owner: () => string | null
  device: string
  newKey: () => string
  now: () => number
  chance: () => number
  /** A record changed here. */
  changed: (record: SheetRecord) => void
  /** Runs the task in one tab at a time where the browser can tell; safe without. */
  alone: (task: () => Promise<void>) => Promise<void>
}

export function createSync(world: Surroundings): { run: (options?: { hasten?: boolean }) => Promise<void> } {
  let running: Promise<void> | null = null
  let again = false
  let hurried = false

  async function alter(id: number, next: (record: SheetRecord) => SheetRecord | null) {
    const record = await world.store.change(id, (stored) => (stored ? next(stored) : null))
    if (record) world.changed(record)
    return record
  }

  /** Sends a sheet's writes one after the other until none is left; false: stop the whole round. */
  async function sendSheet(id: number): Promise<boolean> {
    let renewed = false
    for (;;) {
      const stamp = { key: world.newKey(), now: world.now(), device: world.device }
      let due = false
      // Stored before sent: after a crash the same write goes out again under the same key.
      const record = await alter(id, (stored) => {
        const next = nextWrite(stored, stamp)
        due = next !== null
        return next
      })
      const write = record?.inFlight
      if (!due || !write) return true
      const outcome = await world.send(id, write)
      switch (outcome.type) {
        case 'accepted':
          await alter(id, (stored) => accepted(stored, write.key, outcome.sheet))
          break
        case 'conflict':
          await alter(id, (stored) => conflicted(stored, write.key, outcome.current))
          break
        case 'key-taken':
          await alter(id, (stored) => keyTaken(stored, write.key))
          if (renewed) return true // twice can be no chance: try again in a later round
          renewed = true
          break
        case 'refused':
          await alter(id, (stored) => refused(stored, write.key, outcome.refusal))
          break
        case 'signed-out':
          return false
        case 'no-answer':
          await alter(id, (stored) => postponed(stored, write.key, world.now(), world.chance()))
          return false
      }
    }
  }

  async function round(): Promise<void> {
    const owner = world.owner()
    if (owner === null) return
    for (const record of await world.store.all()) if (record.owner === owner && !(await sendSheet(record.id))) return
  }

  /** Nothing waits longer for its next try. */
  async function hurry(): Promise<void> {
    for (const record of await world.store.all()) if (record.retryAt) await alter(record.id, hastened)
  }

  async function loop(): Promise<void> {
    do {
      again = false
      if (hurried) {
        hurried = false
        await hurry()
      }
      await world.alone(round)
    } while (again)
  }

  return {
    /**
     * One round at a time; a call during a round asks for another one after it. `hasten`: also for what
     * gets no answer in the round that is running now.
     */
    async run({ hasten = false } = {}) {
      hurried ||= hasten
      if (running) {
        again = true
        return running
      }
      running = loop().finally(() => {
        running = null
      })
      return running
    },
  }
}
