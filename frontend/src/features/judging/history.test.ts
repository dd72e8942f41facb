import { expect, it } from 'vitest'
import type { Content } from '@/offline/outbox'
import { remembered, undone, type History } from './history'

const content = (idea: number | null, words = ''): Content => ({
  values: { idea },
  comments: { idea: words },
  state: 'draft',
  kind: 'scored',
})

it('goes back change by change', () => {
  let history: History = remembered([], 'values/idea', content(null))
  history = remembered(history, 'values/idea', content(7))
  const first = undone(history)!
  expect([first.content, first.what]).toEqual([content(7), 'values/idea'])
  const second = undone(first.history)!
  expect(second.content).toEqual(content(null))
  expect(undone(second.history)).toBeNull()
})

it('takes typing on in one comment as one change', () => {
  let history = remembered([], 'comments/idea', content(7))
  history = remembered(history, 'comments/idea', content(7, 'Rõ'))
  history = remembered(history, 'values/idea', content(7, 'Rõ ràng'))
  history = remembered(history, 'comments/idea', content(8, 'Rõ ràng'))
  expect(history.map(({ before }) => before)).toEqual([content(7), content(7, 'Rõ ràng'), content(8, 'Rõ ràng')])
})

it('keeps the last fifty changes', () => {
  let history: History = []
  for (let at = 0; at < 60; at += 1) history = remembered(history, 'values/idea', content(at))
  expect(history).toHaveLength(50)
  expect(history[0]!.before).toEqual(content(10))
})
