import { expect, it } from 'vitest'
import type { ItemDefinition } from '@/scoring/definition'
import { parseForm } from '@/scoring/form'
import { outlineOf } from './outline'
import { areCards, bandsOf } from './picks'

const label = { vi: 'Mục' }
const bands = (changes: Partial<ItemDefinition>) => {
  const definition = { id: 'idea', kind: 'number', label, ...changes } as ItemDefinition
  return bandsOf(parseForm({ schema: 1, items: [definition] }).items.get('idea')!)
}
const values = (changes: Partial<ItemDefinition>) => bands(changes)?.map((band) => band.values)

it('offers short ranges as buttons', () => {
  expect(values({ min: 0, max: 3, step: 1 })).toEqual([['0', '1', '2', '3']])
  expect(values({ min: 0, max: 1, step: '0.5' })).toEqual([['0', '0.5', '1']])
})

it('lets long, open and counted ones be typed', () => {
  expect(values({ min: 0, max: 100, step: 1 })).toBeUndefined()
  expect(values({ min: 0, max: 10 })).toBeUndefined()
  expect(values({ kind: 'count', max: 6 })).toBeUndefined()
})

it('makes a card of each level, or a row of each range', () => {
  const levels = bands({
    kind: 'level',
    levels: [
      { value: 5, label },
      { value: 10, label },
    ],
  })!
  expect([levels.map((band) => band.values), areCards(levels)]).toEqual([[['5'], ['10']], true])
  const ranges = bands({
    kind: 'level',
    levels: [
      { from: 0, to: 2, label },
      { from: 3, to: 4, label },
    ],
  })!
  expect([ranges.map((band) => band.values), areCards(ranges)]).toEqual([
    [
      ['0', '1', '2'],
      ['3', '4'],
    ],
    false,
  ])
})

it('puts a group where its first item stands', () => {
  const item = (id: string): ItemDefinition => ({ id, kind: 'boolean', label })
  const form = parseForm({
    schema: 1,
    items: ['a', 'b', 'c', 'd'].map(item),
    groups: [
      { id: 'inner', items: ['c'] },
      { id: 'outer', items: ['b'], groups: ['inner'] },
    ],
  })
  expect(outlineOf(form)).toEqual([
    { type: 'item', id: 'a' },
    {
      type: 'group',
      id: 'outer',
      parts: [
        { type: 'item', id: 'b' },
        { type: 'group', id: 'inner', parts: [{ type: 'item', id: 'c' }] },
      ],
    },
    { type: 'item', id: 'd' },
  ])
})
