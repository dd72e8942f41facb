/** What the tablet tells besides scores: when it says that it is there, and turns put off. */
import { expect, it } from 'vitest'
import { memoryDay } from './day'
import { isDue } from './heartbeat'
import { discarded, edited, nextWrite, openSheet, refused, shown, status } from './outbox'
import { bodyOf, lastTurns, newerSkip, type Turn } from './turns'

const moment = (now: number, unsent = 0, awake = true) => ({ now, unsent, awake })

it('beats on opening and once a minute, and never asleep', () => {
  expect(isDue(null, moment(0))).toBe(true)
  expect(isDue(null, moment(0, 0, false))).toBe(false)
  const last = { at: 1_000, unsent: 0 }
  expect(isDue(last, moment(60_999))).toBe(false)
  expect(isDue(last, moment(61_000))).toBe(true)
  expect(isDue(last, moment(61_000, 0, false))).toBe(false)
})

it('beats soon after the number of unsent sheets changed, but not at each tap', () => {
  const last = { at: 0, unsent: 1 }
  expect(isDue(last, moment(9_000, 2))).toBe(false)
  expect(isDue(last, moment(10_000, 2))).toBe(true)
  expect(isDue(last, moment(10_000, 1))).toBe(false)
})

it('is not silenced by a clock that was set back', () => {
  expect(isDue({ at: 500_000, unsent: 0 }, moment(1_000))).toBe(true)
})

const turn = (changes: Partial<Turn> = {}): Turn => ({
  key: 'k',
  owner: '1',
  sheet: 7,
  kind: 'busy',
  note: '',
  at: '2026-10-03T08:00:00Z',
  sent: false,
  ...changes,
})

it('knows the last turn of each own sheet', () => {
  const later = turn({ key: 'l', at: '2026-10-03T09:00:00Z' })
  const other = turn({ key: 'm', owner: '2', at: '2026-10-03T10:00:00Z' })
  expect([...lastTurns([later, turn(), other], '1')]).toEqual([[7, later]])
  expect(lastTurns([turn()], null).size).toBe(0)
})

it('takes the newer of what device and server know', () => {
  const told = { kind: 'absent', note: '', at: '2026-10-03T08:30:00.000000Z' } as const
  expect(newerSkip(undefined, null)).toBe(null)
  expect(newerSkip(undefined, told)).toBe(told)
  expect(newerSkip(turn(), undefined)?.kind).toBe('busy')
  expect(newerSkip(turn(), told)).toBe(told)
  expect(newerSkip(turn({ at: '2026-10-03T08:31:00Z' }), told)?.kind).toBe('busy')
})

it('sends the same body again under the same key', async () => {
  const store = memoryDay()
  await store.putTurn(turn())
  const [kept] = await store.turns()
  expect(bodyOf(kept!, 't1')).toEqual({ kind: 'busy', note: '', device: 't1', skipped_at: '2026-10-03T08:00:00Z' })
  expect(kept!.key).toBe('k')
  await store.removeTurn('k')
  expect(await store.turns()).toEqual([])
})

it('keeps pictures as bytes', async () => {
  const store = memoryDay()
  await store.putPicture('1/5', { type: 'image/webp', bytes: new Uint8Array([1, 2]).buffer })
  expect(await store.pictures()).toEqual(['1/5'])
  expect((await store.picture('1/5'))?.type).toBe('image/webp')
})

const server = { id: 7, revision: 1, state: 'draft', kind: 'scored', values: { idea: 3 }, comments: {} }
const content = { values: { idea: 9 }, comments: {}, kind: 'scored', state: 'draft' } as const
const stamp = { key: 'w', now: 0, device: 't1' }

it('drops what the server refused, and only that', () => {
  const waiting = edited(openSheet(server, '1'), content, '2026-10-03T08:00:00Z')
  expect(discarded(waiting)).toBe(waiting)
  const flying = nextWrite(waiting, stamp)!
  expect(discarded(flying)).toBe(flying)
  const stuck = refused(flying, 'w', { status: 409, code: 'sheet-locked', detail: '', errors: [] })
  expect(status(stuck)).toBe('refused')
  const dropped = discarded(stuck)
  expect([status(dropped), shown(dropped).values]).toEqual(['sent', { idea: 3 }])
  const again = edited(dropped, content, '2026-10-03T09:00:00Z')
  expect([status(again), nextWrite(again, stamp)?.inFlight?.edit]).toEqual(['device', 2])
})
