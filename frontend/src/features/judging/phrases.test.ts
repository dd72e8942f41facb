import { expect, it } from 'vitest'
import { latestComments, unused, withPhrase } from './phrases'

it('puts a phrase behind what is written, as a sentence of its own', () => {
  expect(withPhrase('', 'Thông điệp rõ.')).toBe('Thông điệp rõ.')
  expect(withPhrase('Ý hay ', 'Thông điệp rõ.')).toBe('Ý hay. Thông điệp rõ.')
  expect(withPhrase('Ý hay!\n', 'Thông điệp rõ.')).toBe('Ý hay! Thông điệp rõ.')
})

it('offers no phrase that stands there already', () => {
  expect(unused(['A.', 'B.'], 'Vâng. A.')).toEqual(['B.'])
})

it('remembers the latest different comments, newest first', () => {
  const said = (words: string | undefined, at: string | null) => ({ words, at })
  const comments = [
    said('Cũ', '2026-10-01'),
    said(' Mới ', '2026-10-03'),
    said('Cũ', '2026-10-02'),
    said(undefined, null),
    said('Có sẵn.', '2026-10-04'),
    said('x'.repeat(201), '2026-10-05'),
    said('Ba', null),
    said('Bốn', null),
  ]
  expect(latestComments(comments, ['Có sẵn.'])).toEqual(['Mới', 'Cũ', 'Ba'])
})
