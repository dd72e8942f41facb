/** A form as it is read from top to bottom: items and groups in the order of the definition; pure. */
import type { Form } from '@/scoring/form'

export type Part = { type: 'item'; id: string } | { type: 'group'; id: string; parts: Part[] }

export function outlineOf(form: Form): Part[] {
  return parts(form, form.topItems, form.topGroups)
}

function parts(form: Form, items: readonly string[], groups: readonly string[]): Part[] {
  const places = [...form.items.keys()]
  const found: { place: number; part: Part }[] = [
    ...items.map((id) => ({ place: places.indexOf(id), part: { type: 'item', id } as const })),
    ...groups.map((id) => {
      const group = form.groups.get(id)!
      const inner = parts(form, group.items, group.groups)
      return { place: firstPlace(inner, places), part: { type: 'group', id, parts: inner } as const }
    }),
  ]
  return found.sort((a, b) => a.place - b.place).map(({ part }) => part)
}

function firstPlace(inner: readonly Part[], places: readonly string[]): number {
  const found = inner.map((part) => (part.type === 'item' ? places.indexOf(part.id) : firstPlace(part.parts, places)))
  return Math.min(...found, places.length)
}
