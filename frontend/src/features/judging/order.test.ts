import { describe, expect, it } from 'vitest'
import { edited, openSheet, type Content, type SheetRecord } from '@/offline/outbox'
import { inTurn, neighboursOf, nextToDo, sectionsOf, stageOf } from './order'
import type { QueueSheet } from './queue'

const ROUND = { id: 1, code: 'final', title: 'Chung kết', title_en: 'Final' }

function sheet(id: number, changes: Partial<QueueSheet> = {}): QueueSheet {
  return {
    id,
    contest: 'content',
    contest_title: 'Nội dung số',
    round: ROUND,
    form_version: 1,
    order: id,
    entry: {
      id,
      code: `A${id}`,
      title: null,
      division: { ...ROUND, id: 5 },
      summary: null,
      team: null,
      link: '',
      thumbnail_url: null,
      attachments: [],
    },
    attempt: { id, number: 1, state: 'pending' },
    revision: 0,
    state: 'draft',
    kind: 'scored',
    values: {},
    comments: {},
    ...changes,
  }
}

const entered = (state: Content['state']): Content => ({ values: { idea: 8 }, comments: {}, state, kind: 'scored' })
const written = (of: QueueSheet, state: Content['state']): SheetRecord =>
  edited(openSheet(of, 'judge'), entered(state), '2026-10-03T02:00:00Z')

describe('stageOf', () => {
  it('tells what the server has', () => {
    expect(stageOf(sheet(1), undefined)).toBe('not_started')
    expect(stageOf(sheet(1, { revision: 2 }), undefined)).toBe('draft')
    expect(stageOf(sheet(1, { revision: 2, state: 'submitted' }), undefined)).toBe('submitted')
    expect(stageOf(sheet(1, { revision: 2, state: 'locked' }), undefined)).toBe('locked')
    expect(stageOf(sheet(1, { revision: 3, state: 'reopened' }), undefined)).toBe('reopened')
  })

  it('counts what is only on this device', () => {
    expect(stageOf(sheet(1), openSheet(sheet(1), 'judge'))).toBe('not_started')
    expect(stageOf(sheet(1), written(sheet(1), 'draft'))).toBe('draft')
    expect(stageOf(sheet(1), written(sheet(1), 'submitted'))).toBe('submitted')
    const reopened = sheet(1, { revision: 3, state: 'reopened' })
    expect(stageOf(reopened, written(reopened, 'draft'))).toBe('reopened')
  })

  it('lets a lock win over unsent edits', () => {
    const locked = sheet(1, { revision: 1, state: 'locked' })
    expect(stageOf(locked, written(locked, 'submitted'))).toBe('locked')
  })
})

describe('the order of work', () => {
  const sheets = [sheet(4), sheet(2), sheet(9), sheet(7)]
  const ids = (list: readonly QueueSheet[]) => list.map(({ id }) => id)

  it('groups by contest and round and keeps the order of assignment', () => {
    const mixed = [
      sheet(4),
      sheet(2, { round: { ...ROUND, code: 'design' } }),
      sheet(9),
      sheet(7, { contest: 'robots' }),
    ]
    expect(sectionsOf(mixed).map((section) => [section.key, ids(section.sheets)])).toEqual([
      ['content/final', [4, 9]],
      ['content/design', [2]],
      ['robots/final', [7]],
    ])
  })

  it('finds the place and the neighbours', () => {
    expect(neighboursOf(sheets, 4)).toMatchObject({ position: 1, count: 4, previous: null, next: { id: 2 } })
    expect(neighboursOf(sheets, 7)).toMatchObject({ position: 4, previous: { id: 9 }, next: null })
  })

  it('puts off to the end, in the order in which it was put off', () => {
    const at = new Map([
      [4, '2026-10-03T09:00:00Z'],
      [9, '2026-10-03T08:00:00.5Z'],
    ])
    const later = inTurn(sheets, ({ id }) => (at.has(id) ? { at: at.get(id)! } : null))
    expect([ids(later), ids(inTurn(sheets, () => null))]).toEqual([[2, 7, 9, 4], ids(sheets)])
  })

  it('goes on after the sheet and then from the start', () => {
    const done = new Set([9])
    const next = (id: number | null) => nextToDo(sheets, id, (one) => done.has(one.id))?.id
    expect(next(null)).toBe(4)
    expect(next(2)).toBe(7)
    expect(next(7)).toBe(4)
    for (const id of [4, 2]) done.add(id)
    expect(next(7)).toBeUndefined()
  })
})
