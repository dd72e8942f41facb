/** The golden vectors: what a tablet and the server must both compute. */
import { describe, expect, it } from 'vitest'
import { text, type Fraction } from './exact'
import { evaluate, parseForm, type FormDefinition } from './form'

interface Case {
  values: unknown
  comments?: unknown
  points: string | null
  maximum: string | null
  running: string | null
  items: Record<string, string | null>
  groups: Record<string, string | null>
  problems: { code: string; item: string | null; severity: string }[]
  complete: boolean
}

const files = import.meta.glob<{ name: string; form: FormDefinition; cases: Case[] }>(
  '../../../tests/vectors/form/*.json',
  { eager: true, import: 'default' },
)
const shown = (value: Fraction | null | undefined) => (value ? text(value) : null)
const sorted = (problems: readonly { code: string; item: string | null; severity: string }[]) =>
  problems.map((p) => `${p.code} ${p.item} ${p.severity}`).sort()

it('finds the vectors', () => {
  expect(Object.keys(files).length).toBeGreaterThan(10)
})

for (const [path, { form, cases }] of Object.entries(files))
  describe(path.split('/').pop()!, () => {
    it.each(cases.map((entry, index) => [index, entry] as const))('case %i', (_index, wanted) => {
      const found = evaluate(parseForm(form), wanted.values, wanted.comments ?? {})
      const items = Object.keys(wanted.items).map((id) => [id, shown(found.items.get(id)?.points)])
      const groups = Object.keys(wanted.groups).map((id) => [id, shown(found.groups.get(id))])
      expect({
        points: shown(found.points),
        maximum: shown(found.maximum),
        running: shown(found.running),
        items: Object.fromEntries(items),
        groups: Object.fromEntries(groups),
        problems: sorted(found.problems),
        complete: found.complete,
      }).toEqual({
        points: wanted.points,
        maximum: wanted.maximum,
        running: wanted.running,
        items: wanted.items,
        groups: wanted.groups,
        problems: sorted(wanted.problems),
        complete: wanted.complete,
      })
    })
  })
