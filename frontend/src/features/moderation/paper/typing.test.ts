import { describe, expect, it } from 'vitest'
import { parseForm, type FormDefinition } from '@/scoring/form'
import { valueOf } from './typing'

const form = parseForm({
  schema: 1,
  items: [
    { id: 'n', kind: 'number', label: { vi: 'Số' }, min: 0, max: 10, step: '0.5' },
    { id: 'b', kind: 'boolean', label: { vi: 'Có' } },
    {
      id: 'c',
      kind: 'choice',
      label: { vi: 'Chọn' },
      options: [
        { id: 'none', label: { vi: 'Không' } },
        { id: 'all', label: { vi: 'Hết' } },
      ],
    },
    {
      id: 'm',
      kind: 'multi',
      label: { vi: 'Nhiều' },
      options: [
        { id: 'x', label: { vi: 'X' } },
        { id: 'y', label: { vi: 'Y' } },
      ],
    },
  ],
} as FormDefinition)
const read = (item: string, input: string) => valueOf(form.items.get(item)!, input)

describe('valueOf', () => {
  it('reads numbers with a comma and keeps nothing as nothing', () => {
    expect(read('n', '7,5')).toBe('7.5')
    expect(read('n', ' 8 ')).toBe(8)
    expect(read('n', ' ')).toBeNull()
  })
  it('reads yes and no', () => {
    expect([read('b', '1'), read('b', 'c'), read('b', '0'), read('b', 'k')]).toEqual([true, true, false, false])
  })
  it('reads options by their place and leaves what is none for the form to name', () => {
    expect([read('c', '2'), read('c', '9'), read('m', '1 2'), read('m', '2')]).toEqual(['all', '9', ['x', 'y'], ['y']])
  })
})
