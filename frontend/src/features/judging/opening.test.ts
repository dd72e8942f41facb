import { describe, expect, it } from 'vitest'
import { outside, takesScores } from './opening'

const ROUND = { id: 1, code: 'final', title: 'Chung kết', title_en: '' }
const DAY = { judging_open_at: '2026-10-03T01:00:00Z', judging_close_at: '2026-10-03T10:00:00Z' }
const at = (time: string) => Date.parse(`2026-10-03T${time}:00Z`)

describe('opening', () => {
  it('tells the side of the time for judging', () => {
    expect(outside(DAY, at('00:59'))).toBe('before')
    expect(outside(DAY, at('01:00'))).toBeNull()
    expect(outside(DAY, at('10:00'))).toBe('after')
    expect(outside({ judging_open_at: null, judging_close_at: null }, 0)).toBeNull()
  })

  it.each([
    ['draft', null, '09:00', true],
    ['draft', null, '11:00', false],
    ['submitted', null, '09:00', true],
    ['submitted', '2026-10-03T02:00:00Z', '09:00', false],
    ['reopened', '2026-10-03T02:00:00Z', '11:00', true],
    ['locked', null, '09:00', false],
    ['void', null, '09:00', false],
  ])('a %s sheet (peers seen: %s) at %s takes scores: %s', (state, peers_seen_at, time, takes) => {
    expect(takesScores({ state, peers_seen_at, round: ROUND }, DAY, at(time))).toBe(takes)
  })

  it('lets calibration be scored at any time', () => {
    const sheet = { state: 'draft', round: { ...ROUND, calibration: true } }
    expect(takesScores(sheet, DAY, at('00:10'))).toBe(true)
  })
})
