/** How members' points become one number, and the bounds of it. Twin of scoring/groups.py. */
import type { TotalDefinition } from './definition'
import { compare, divide, greatest, least, multiply, negate, number, ONE, type Fraction } from './exact'
import { bounded, product, total } from './expression'
import { count, type Bounds } from './items'

export interface Aggregate {
  readonly method: NonNullable<TotalDefinition['aggregate']>
  readonly k: number
  readonly cap: Fraction | null
  readonly floor: Fraction | null
}

/** A member's bounds, and whether it always has points. */
export type Member = readonly [Bounds, boolean]

export function readAggregate(definition: TotalDefinition = {}): Aggregate {
  return {
    method: definition.aggregate ?? 'sum',
    k: definition.k ?? 1,
    cap: definition.cap === undefined || definition.cap === null ? null : number(definition.cap),
    floor: definition.floor === undefined || definition.floor === null ? null : number(definition.floor),
  }
}

function limited({ cap, floor }: Aggregate, value: Fraction): Fraction {
  if (cap) value = least([value, cap])
  return floor ? greatest([value, floor]) : value
}

const descending = (values: readonly Fraction[]) => [...values].sort((a, b) => compare(b, a))
const mean = (values: readonly Fraction[]) => divide(total(values), count(values.length))

/** The aggregate, or null if no member has points. Throws ExpressionError. */
export function aggregated(aggregate: Aggregate, points: readonly (Fraction | null)[]): Fraction | null {
  const present = points.filter((value): value is Fraction => value !== null)
  if (!present.length) return null
  const reduce = {
    sum: () => total(present),
    min: () => least(present),
    max: () => greatest(present),
    mean: () => mean(present),
    product: () => product(present),
    best: () => total(descending(present).slice(0, aggregate.k)),
  }
  return limited(aggregate, reduce[aggregate.method]())
}

/** Lowest and highest value over the members' bounds. */
export function aggregateBounds(aggregate: Aggregate, members: readonly Member[]): Bounds {
  let low: Fraction | null
  let high: Fraction | null
  if (aggregate.method === 'product') [low, high] = productBounds(members)
  else {
    const opposites: Record<string, string> = { min: 'max', max: 'min', best: 'worst' }
    high = highest(
      aggregate.method,
      aggregate.k,
      members.map(([[, end], there]) => [end, there] as const),
    )
    const opposite = highest(
      opposites[aggregate.method] ?? aggregate.method,
      aggregate.k,
      members.map(([[start], there]) => [start && negate(start), there] as const),
    )
    low = opposite && negate(opposite)
  }
  return [low ? limited(aggregate, low) : aggregate.floor, high ? limited(aggregate, high) : aggregate.cap]
}

/** The highest aggregate if members give their highest and optional ones may stay out. */
function highest(
  method: string,
  k: number,
  members: readonly (readonly [Fraction | null, boolean])[],
): Fraction | null {
  const known = (wanted?: boolean) =>
    members.flatMap(([value, there]) => (value && (wanted === undefined || there === wanted) ? [value] : []))
  const everything = known()
  if (!everything.length) return null
  const sure = known(true)
  const anyFixed = members.some(([, there]) => there)
  const freeUnknown = members.some(([value, there]) => !there && value === null)
  if (method === 'min') {
    if (sure.length) return least(sure)
    return anyFixed || freeUnknown ? null : greatest(everything)
  }
  if (everything.length < members.length) return null
  const rest = descending(known(false))
  switch (method) {
    case 'max':
      return greatest(everything)
    case 'mean':
      while (rest.length && (!sure.length || compare(rest[0]!, mean(sure)) > 0)) sure.push(rest.shift()!)
      return mean(sure)
    case 'best':
      return total(descending(everything).slice(0, k))
    case 'worst':
      return total(descending(everything).reverse().slice(0, k))
    default:
      return total([...sure, ...rest.filter((value) => value.n > 0n)])
  }
}

/** Products are bounded only when no member can be negative. */
function productBounds(members: readonly Member[]): Bounds {
  let [low, high] = [ONE, ONE]
  for (const [[start, end], there] of members) {
    if (!start || !end || start.n < 0n) return [null, null]
    low = bounded(multiply(low, there ? start : least([start, ONE])))
    high = bounded(multiply(high, there ? end : greatest([end, ONE])))
  }
  return [low, high]
}
