/** Numbers and texts as Vietnamese readers write them. */
import { expect, it } from 'vitest'
import { formatBytes, formatDistance, formatPoints } from './format'
import { localText, t } from './t'

it.each([
  ['91.105', 2, '91,11'],
  ['1/3', 2, '0,33'],
  ['1/3', undefined, '0,3333'],
  ['1234567.5', undefined, '1.234.567,5'],
  ['-0.125', 2, '−0,13'],
  [88, 2, '88,00'],
  [null, 2, '–'],
])('formatPoints(%s, %s) is %s', (points, digits, wanted) => {
  expect(formatPoints(points, digits)).toBe(wanted)
})

it('tells a distance in time', () => {
  const now = new Date('2026-10-01T00:00:00Z')
  expect(formatDistance('2026-10-04T01:00:00Z', now)).toBe('sau 3 ngày nữa')
  expect(formatDistance('2026-09-30T22:00:00Z', now)).toBe('2 giờ trước')
})

it('tells a size', () => {
  expect(formatBytes(20_500_000)).toBe('20,5 MB')
})

it('fills in params and takes the plural form', () => {
  expect(t('common.sync.waiting', { count: 2 })).toBe('Đã lưu trên máy · chờ mạng (2)')
  expect(t('common.sort_by', { column: 'Điểm' })).toBe('Sắp xếp theo Điểm')
})

it('falls back to Vietnamese', () => {
  expect(localText({ vi: 'Ý tưởng' })).toBe('Ý tưởng')
})
