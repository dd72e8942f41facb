/** Accidents on the way of a score, played without a browser. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  differences,
  edited,
  nextTry,
  openSheet,
  received,
  resolved,
  retried,
  shown,
  status,
  type Content,
  type ServerSheet,
  type Write,
} from './outbox'
import { memoryStore, type Store } from './store'
import { createSync, type Outcome } from './sync'
import { exportUnsent, importUnsent } from './transfer'

const EMPTY: ServerSheet = { id: 7, revision: 3, values: {}, comments: {}, kind: 'scored', state: 'draft' }
const entered = (idea: number): Content => ({ values: { idea }, comments: {}, state: 'draft', kind: 'scored' })
const AT = '2026-10-03T02:00:00Z'

/** A server that keeps one sheet, and loses answers when told to. */
function world(store: Store) {
  let sheet = EMPTY
  const answered = new Map<string, { body: string; sheet: ServerSheet }>()
  const seen: Write[] = []
  const state = {
    now: 1_000_000,
    keys: 0,
    loseAnswers: 0,
    answer: null as Outcome | null,
    owner: 'judge' as string | null,
    during: async () => {},
    seen,
    get sheet() {
      return sheet
    },
    elsewhere(values: Record<string, unknown>) {
      sheet = { ...sheet, values, revision: sheet.revision + 1 }
    },
  }
  const sync = createSync({
    store,
    device: 'tablet',
    owner: () => state.owner,
    now: () => state.now,
    chance: () => 1,
    newKey: () => `key-${(state.keys += 1)}`,
    changed: () => {},
    alone: (task) => task(),
    async send(_id, write) {
      seen.push(write)
      await state.during()
      if (state.answer) return state.answer
      const before = answered.get(write.key)
      if (before) {
        if (before.body !== JSON.stringify(write.body)) return { type: 'key-taken' }
        return { type: 'accepted', sheet: before.sheet }
      }
      if (write.ifMatch !== sheet.revision) return { type: 'conflict', current: sheet }
      const { values, comments, kind, state: written } = write.body
      sheet = { ...sheet, values, comments, kind, state: written, revision: sheet.revision + 1 }
      answered.set(write.key, { body: JSON.stringify(write.body), sheet })
      if (state.loseAnswers > 0) {
        state.loseAnswers -= 1
        return { type: 'no-answer' }
      }
      return { type: 'accepted', sheet }
    },
  })
  return Object.assign(state, { sync })
}

describe('sync', () => {
  let store: Store
  let hall: ReturnType<typeof world>
  const record = async () => (await store.get(7))!
  const enter = (idea: number) => store.change(7, (stored) => edited(stored!, entered(idea), AT))

  beforeEach(async () => {
    store = memoryStore()
    hall = world(store)
    await store.change(7, () => openSheet(EMPTY, 'judge'))
  })

  it('sends an edit upon the revision it was made on', async () => {
    await enter(8)
    expect(status(await record())).toBe('device')
    await hall.sync.run()
    expect(hall.seen).toEqual([
      { key: 'key-1', ifMatch: 3, edit: 1, body: { ...entered(8), device: 'tablet', edited_at: AT } },
    ])
    expect(status(await record())).toBe('sent')
    expect(hall.sheet.revision).toBe(4)
  })

  it('repeats a write whose answer was lost, unchanged, and writes once', async () => {
    hall.loseAnswers = 1
    await enter(8)
    await hall.sync.run()
    await enter(9)
    hall.now += 3_000
    await hall.sync.run()
    expect(hall.seen.map((write) => [write.key, write.body.values.idea])).toEqual([
      ['key-1', 8],
      ['key-1', 8],
      ['key-3', 9],
    ])
    expect(hall.sheet).toMatchObject({ revision: 5, values: { idea: 9 } })
    expect(status(await record())).toBe('sent')
  })

  it('gathers edits made during a write into the next one', async () => {
    await enter(1)
    let first = true
    hall.during = async () => {
      if (!first) return
      first = false
      for (const idea of [2, 3, 4]) await enter(idea)
    }
    await hall.sync.run()
    expect(hall.seen.map((write) => write.body.values.idea)).toEqual([1, 4])
    expect(shown(await record()).values).toEqual({ idea: 4 })
  })

  it('keeps both sheets on a conflict and sends the merged one', async () => {
    hall.elsewhere({ idea: 5, demo: 6 })
    await enter(8)
    await hall.sync.run()
    expect(status(await record())).toBe('conflict')
    expect(shown(await record()).values).toEqual({ idea: 8 })
    expect(differences(await record())).toEqual([
      { part: 'values', item: 'idea', mine: 8, theirs: 5 },
      { part: 'values', item: 'demo', mine: undefined, theirs: 6 },
    ])
    await hall.sync.run({ hasten: true })
    expect(hall.seen).toHaveLength(1)
    await store.change(7, (stored) => resolved(stored!, ({ item }) => item === 'demo', AT))
    await hall.sync.run()
    expect(hall.sheet).toMatchObject({ revision: 5, values: { idea: 8, demo: 6 } })
    expect(status(await record())).toBe('sent')
  })

  it('asks nothing when both devices entered the same', async () => {
    hall.elsewhere({ idea: '8', demo: null })
    await enter(8)
    await hall.sync.run()
    expect(status(await record())).toBe('sent')
    expect(hall.sheet.revision).toBe(4)
  })

  it('takes the server whole without another write', async () => {
    hall.elsewhere({ idea: 5 })
    await enter(8)
    await hall.sync.run()
    await store.change(7, (stored) => resolved(stored!, () => true, AT))
    await hall.sync.run()
    expect(hall.seen).toHaveLength(1)
    expect(shown(await record()).values).toEqual({ idea: 5 })
  })

  it('takes a new key when the old one is used up, but not for ever', async () => {
    hall.answer = { type: 'key-taken' }
    await enter(8)
    await hall.sync.run()
    expect(hall.seen.map((write) => write.key)).toEqual(['key-1', 'key-2'])
    hall.answer = null
    await hall.sync.run()
    expect(status(await record())).toBe('sent')
  })

  it('keeps everything when signed out, and sends it after signing in', async () => {
    hall.answer = { type: 'signed-out' }
    await enter(8)
    await hall.sync.run()
    expect(status(await record())).toBe('device')
    hall.answer = null
    await hall.sync.run()
    expect(hall.seen.map((write) => write.key)).toEqual(['key-1', 'key-1'])
    expect(status(await record())).toBe('sent')
  })

  it("never sends one judge's sheet as another's", async () => {
    await enter(8)
    hall.owner = 'other'
    await hall.sync.run()
    expect(hall.seen).toEqual([])
  })

  it('waits longer after each failure, and not at all when the network is back', async () => {
    hall.answer = { type: 'no-answer' }
    await enter(8)
    await hall.sync.run()
    expect((await record()).retryAt).toBe(hall.now + 2_000)
    await hall.sync.run()
    expect(hall.seen).toHaveLength(1)
    await hall.sync.run({ hasten: true })
    expect((await record()).retryAt).toBe(hall.now + 4_000)
  })

  it('knows when the next try is due, and of none once all is sent', async () => {
    hall.answer = { type: 'no-answer' }
    await enter(8)
    await hall.sync.run()
    expect(nextTry([await record()], hall.now)).toBe(hall.now + 2_000)
    expect(nextTry([await record()], hall.now + 2_000)).toBeNull()
    hall.answer = null
    await hall.sync.run({ hasten: true })
    expect(nextTry([await record()], hall.now)).toBeNull()
  })

  it('is not held back by a clock that was ahead when nothing answered', async () => {
    const right = hall.now
    hall.now = right + 7_200_000
    hall.answer = { type: 'no-answer' }
    await enter(8)
    await hall.sync.run()
    hall.now = right
    hall.answer = null
    expect(nextTry([await record()], right)).toBeNull()
    await hall.sync.run()
    expect(hall.sheet.values).toEqual({ idea: 8 })
  })

  it('sends at once what got no answer in the moment in which the network came back', async () => {
    hall.answer = { type: 'no-answer' }
    hall.during = async () => {
      hall.during = async () => {
        hall.answer = null
      }
      void hall.sync.run({ hasten: true }) // the network is back, while the first try is failing
    }
    await enter(8)
    await hall.sync.run()
    expect(hall.seen).toHaveLength(2)
    expect(status(await record())).toBe('sent')
  })

  it('stops sending what was refused until it is mended or asked for', async () => {
    hall.answer = { type: 'refused', refusal: { status: 422, code: 'values', detail: 'quá 10', errors: [] } }
    await enter(80)
    await hall.sync.run()
    await hall.sync.run({ hasten: true })
    expect(hall.seen).toHaveLength(1)
    expect(status(await record())).toBe('refused')
    expect(shown(await record()).values).toEqual({ idea: 80 })
    hall.answer = null
    await store.change(7, (stored) => retried(stored!))
    await hall.sync.run()
    expect(status(await record())).toBe('sent')
  })

  it('sends by itself what a closed sheet refused, once, when it is open again', async () => {
    hall.answer = { type: 'refused', refusal: { status: 409, code: 'sheet-locked', detail: 'đã khoá', errors: [] } }
    await enter(8)
    await hall.sync.run()
    await store.change(7, (stored) => received(stored!, { ...EMPTY, state: 'locked' }, false))
    await hall.sync.run()
    expect(hall.seen).toHaveLength(1)
    expect(status(await record())).toBe('refused')
    hall.answer = null
    for (let look = 0; look < 2; look += 1) {
      await store.change(7, (stored) => received(stored!, hall.sheet, true))
      await hall.sync.run()
    }
    expect(hall.seen.map((write) => write.key)).toEqual(['key-1', 'key-4'])
    expect(hall.sheet).toMatchObject({ revision: 4, values: { idea: 8 } })
    expect(status(await record())).toBe('sent')
  })

  it('asks the judge where a sheet changed while it was closed', async () => {
    hall.answer = { type: 'refused', refusal: { status: 409, code: 'sheet-locked', detail: 'đã khoá', errors: [] } }
    await enter(8)
    await hall.sync.run()
    hall.answer = null
    hall.elsewhere({ idea: 5 })
    await store.change(7, (stored) => received(stored!, hall.sheet, true))
    await hall.sync.run()
    expect(status(await record())).toBe('conflict')
    expect(shown(await record()).values).toEqual({ idea: 8 })
  })

  it('leaves a refused value to the judge, open or not', async () => {
    hall.answer = { type: 'refused', refusal: { status: 422, code: 'sheet-invalid', detail: 'quá 10', errors: [] } }
    await enter(80)
    await hall.sync.run()
    await store.change(7, (stored) => received(stored!, EMPTY, true))
    await hall.sync.run()
    expect(hall.seen).toHaveLength(1)
    expect(status(await record())).toBe('refused')
  })

  it('ignores older echoes and does not cover unsent edits', async () => {
    await enter(8)
    const newer = { ...EMPTY, revision: 9, values: { idea: 1 } }
    expect(shown(received(await record(), newer)).values).toEqual({ idea: 8 })
    await hall.sync.run()
    expect(received(await record(), EMPTY).server.revision).toBe(4)
    expect(shown(received(await record(), newer)).values).toEqual({ idea: 1 })
  })

  it('carries unsent sheets over to another device', async () => {
    await enter(8)
    const file = exportUnsent(await store.all(), AT)
    const other = memoryStore()
    expect(await importUnsent(other, file)).toBe(1)
    expect(await importUnsent(other, file)).toBe(0)
    const there = world(other)
    await there.sync.run()
    expect(there.sheet.values).toEqual({ idea: 8 })
    await expect(importUnsent(other, '{}')).rejects.toThrow(SyntaxError)
  })
})
