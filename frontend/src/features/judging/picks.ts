/** Which numbers of an item can be offered as buttons; pure. */
import { add, compare, ONE, text, ZERO, type Fraction } from '@/scoring/exact'
import type { LevelDefinition } from '@/scoring/definition'
import type { Item } from '@/scoring/form'

/** More buttons than these are worse than typing. */
const MOST = 21

/** Buttons that belong together: one level each, a level's range, or plain numbers (`level` null). */
export interface Band {
  level: LevelDefinition | null
  values: readonly string[]
}

/** Null: let the judge type. */
export function bandsOf(item: Item): Band[] | null {
  const { definition, minimum, maximum, step } = item
  if (definition.levels?.length)
    return definition.levels.map((level, index) => {
      const [low, high] = item.levels[index]!
      return { level, values: steps(low!, high!, step ?? ONE, minimum ?? low!) }
    })
  if (definition.kind === 'count' || definition.kind === 'measure' || definition.kind === 'answer') return null
  if (!minimum || !maximum) return null
  const spacing = step ?? (definition.kind === 'level' ? ONE : null)
  if (!spacing) return null
  const values = steps(minimum, maximum, spacing, minimum)
  return values.length <= MOST ? [{ level: null, values }] : null
}

/** True when each level is one number: a card with words instead of a row of numbers. */
export const areCards = (bands: readonly Band[]): boolean =>
  bands.every((band) => band.level !== null && band.values.length === 1)

/** From low to high in steps counted from `start`; stops after one more than can be shown. */
function steps(low: Fraction, high: Fraction, spacing: Fraction, start: Fraction): string[] {
  const values: string[] = []
  if (compare(spacing, ZERO) <= 0) return values
  for (let at = start; compare(at, high) <= 0 && values.length <= MOST * 5; at = add(at, spacing))
    if (compare(at, low) >= 0) values.push(text(at))
  return values
}
