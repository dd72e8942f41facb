import { describe, expect, it } from 'vitest'
import { amountText, stored, typed } from './amount'

describe('typed', () => {
  it.each([
    ['8', 8],
    ['8,5', '8.5'],
    ['8.50', '8.5'],
    [' 1 000 ', 1000],
    ['−2', -2],
    [',5', '0.5'],
    ['-.5', '-0.5'],
    ['7.', 7],
    ['1/3', '1/3'],
    ['1234567890123456', '1234567890123456'],
  ])('reads %s', (input, value) => expect(typed(input)).toBe(value))

  it('is null for nothing', () => {
    expect(typed('')).toBeNull()
    expect(typed('  ')).toBeNull()
  })

  it('keeps what is no number, so that the sheet can name it', () => expect(typed(' tám ')).toBe('tám'))

  it('reads minutes only for seconds', () => {
    expect(typed('1:03,25', 's')).toBe('63.25')
    expect(typed('2:00', 's')).toBe(120)
    expect(typed('1:03', 'cm')).toBe('1:03')
    expect(typed('1:75', 's')).toBe('1:75')
  })
})

it('stores integers as numbers and the rest exactly', () => {
  expect([stored('8'), stored('0.1'), stored('-3')]).toEqual([8, '0.1', -3])
  expect([amountText('8.0'), amountText(0.1), amountText(null), amountText(true), amountText('tám')]).toEqual([
    '8',
    '0.1',
    '',
    '',
    '',
  ])
})
