/** Items of a form: reading a value, its number and its points. Twin of scoring/items.py and maps.py. */
import type { Amount, ItemDefinition, LevelDefinition, MapDefinition } from './definition'
import {
  add,
  compare,
  fraction,
  greatest,
  least,
  multiply,
  number,
  ONE,
  remainder,
  subtract,
  text,
  ZERO,
  type Fraction,
} from './exact'
import { bounded, ExpressionError, numeric, parse, total, type Expression, type Lookup, type Value } from './expression'

/** Lowest and highest; null where unbounded or unknown. */
export type Bounds = readonly [Fraction | null, Fraction | null]

/** A value outside the item's domain; `code` is stable. */
export class ValueProblem extends Error {
  constructor(
    readonly code: string,
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(code)
  }
}

export interface Item {
  readonly definition: ItemDefinition
  readonly id: string
  readonly kind: ItemDefinition['kind']
  readonly minimum: Fraction | null
  readonly maximum: Fraction | null
  readonly step: Fraction | null
  readonly levels: readonly Bounds[]
  readonly options: ReadonlyMap<string, Fraction>
  readonly map: PointsMap | null
  readonly weight: Fraction
  readonly required: boolean
  readonly expression: Expression | null
  readonly ranked: boolean
  /** Lowest and highest points. */
  readonly bounds: Bounds
}

type PointsMap =
  | { type: 'linear'; factor: Fraction; offset: Fraction }
  | { type: 'table'; table: ReadonlyMap<string, Fraction>; byNumber: boolean }
  | { type: 'steps'; steps: readonly (readonly [Fraction, Fraction])[] }
  | { type: 'expression'; expression: Expression }

const amount = (value: Amount | null | undefined): Fraction | null =>
  value === null || value === undefined ? null : number(value)

export function readItem(definition: ItemDefinition): Item {
  const { kind } = definition
  const options = new Map((definition.options ?? []).map((o) => [o.id, amount(o.points) ?? ZERO]))
  const levels = (definition.levels ?? []).map(levelBounds)
  const [minimum, maximum, step] = domain(definition, levels)
  const map = readMap(definition.map, options.size > 0, kind === 'boolean')
  const weight = amount(definition.weight) ?? ONE
  return {
    definition,
    id: definition.id,
    kind,
    minimum,
    maximum,
    step,
    levels,
    options,
    map,
    weight,
    required: definition.required ?? kind !== 'computed',
    expression: kind === 'computed' ? parse(definition.expression) : null,
    ranked: definition.ranked ?? true,
    bounds: pointBounds(kind, [minimum, maximum], options, map, weight),
  }
}

function levelBounds(level: LevelDefinition): Bounds {
  return [number(level.value ?? level.from), number(level.value ?? level.to)]
}

function domain(definition: ItemDefinition, levels: readonly Bounds[]) {
  const { kind } = definition
  if (['boolean', 'choice', 'multi', 'computed'].includes(kind) || definition.options)
    return [null, null, null] as const
  let [low, high, step] = [amount(definition.min), amount(definition.max), amount(definition.step)]
  if (kind === 'count' || kind === 'testcase') low ??= ZERO
  if (kind === 'count') step ??= ONE
  if (kind === 'testcase') high ??= ONE
  if (kind === 'level' && levels.length) {
    low ??= least(levels.map((level) => level[0]!))
    high ??= greatest(levels.map((level) => level[1]!))
    if (levels.some(([start, end]) => compare(start!, end!) !== 0)) step ??= ONE
  }
  return [low, high, step] as const
}

function readMap(definition: MapDefinition | null | undefined, options: boolean, boolean: boolean): PointsMap | null {
  if (!definition) return null
  switch (definition.type) {
    case 'linear':
      return { type: 'linear', factor: amount(definition.factor) ?? ONE, offset: amount(definition.offset) ?? ZERO }
    case 'table': {
      const key = (name: string) => {
        if (options) return name
        if (boolean && (name === 'true' || name === 'false')) return name === 'true' ? '1' : '0'
        return text(number(name))
      }
      const entries = Object.entries(definition.table).map(([k, v]) => [key(k), number(v)] as const)
      return { type: 'table', table: new Map(entries), byNumber: !options }
    }
    case 'steps':
      return { type: 'steps', steps: definition.steps.map((s) => [number(s.from), number(s.points)] as const) }
    case 'expression':
      return { type: 'expression', expression: parse(definition.expression) }
  }
}

/** The value as expressions see it, and its number. Throws ValueProblem. */
export function readValue(item: Item, value: unknown): readonly [Value, Fraction] {
  if (item.kind === 'boolean') {
    if (typeof value !== 'boolean') throw new ValueProblem('type', { expected: 'boolean' })
    return [value, value ? ONE : ZERO]
  }
  if (item.kind === 'multi') return readMulti(item, value)
  if (item.options.size) {
    if (typeof value !== 'string') throw new ValueProblem('type', { expected: 'option' })
    const points = item.options.get(value)
    if (!points) throw new ValueProblem('not-an-option', { value: value.slice(0, 60) })
    return [value, points]
  }
  const read = readNumber(item, value)
  return [read, read]
}

function readMulti(item: Item, value: unknown): readonly [Value, Fraction] {
  if (!Array.isArray(value) || !value.every((option) => typeof option === 'string'))
    throw new ValueProblem('type', { expected: 'options' })
  const given: readonly string[] = value
  const stray = given.find((option) => !item.options.has(option))
  if (stray !== undefined) throw new ValueProblem('not-an-option', { value: stray.slice(0, 60) })
  if (new Set(given).size < given.length) throw new ValueProblem('duplicate-option')
  const chosen = [...item.options.keys()].filter((option) => given.includes(option))
  return [chosen, total(chosen.map((option) => item.options.get(option)!))]
}

function readNumber(item: Item, value: unknown): Fraction {
  let read: Fraction
  try {
    read = number(value)
  } catch (error) {
    throw new ValueProblem('type', { expected: 'number', reason: (error as RangeError).message })
  }
  const { minimum, maximum, step } = item
  if (minimum && compare(read, minimum) < 0) throw new ValueProblem('below-min', { min: text(minimum) })
  if (maximum && compare(read, maximum) > 0) throw new ValueProblem('above-max', { max: text(maximum) })
  const start = minimum ?? ZERO
  if (step && remainder(subtract(read, start), step).n !== 0n)
    throw new ValueProblem('off-step', { step: text(step), start: text(start) })
  const inLevel = ([low, high]: Bounds) => compare(low!, read) <= 0 && compare(read, high!) <= 0
  if (item.levels.length && !item.levels.some(inLevel)) throw new ValueProblem('not-a-level')
  return read
}

/** Whether this number asks for a comment. */
export function demandsComment(item: Item, value: Fraction): boolean {
  const rule = item.definition.comment
  if (typeof rule !== 'object') return rule === 'required'
  const [below, start] = [amount(rule.required_below), amount(rule.required_from)]
  return (below !== null && compare(value, below) < 0) || (start !== null && compare(value, start) >= 0)
}

/** Points after map and weight. Throws ExpressionError. */
export function pointsOf(item: Item, value: Value, read: Fraction, lookup: Lookup): Fraction | null {
  const { map, weight } = item
  if (!map) return bounded(multiply(read, weight))
  const mapped = mappedPoints(map, value, read, lookup)
  return mapped && bounded(multiply(mapped, weight))
}

function mappedPoints(map: PointsMap, value: Value, read: Fraction, lookup: Lookup): Fraction | null {
  switch (map.type) {
    case 'linear':
      return add(multiply(map.factor, read), map.offset)
    case 'table':
      if (Array.isArray(value)) return total(value.map((option) => entry(map.table, String(option))))
      return entry(map.table, typeof value === 'string' ? value : text(read))
    case 'steps': {
      const reached = map.steps.filter(([start]) => compare(start, read) <= 0)
      if (!reached.length) throw new ExpressionError('unmapped')
      return reached[reached.length - 1]![1]
    }
    case 'expression':
      return numeric(map.expression.run((name) => (name === 'value' ? read : lookup(name))))
  }
}

function entry(table: ReadonlyMap<string, Fraction>, key: string): Fraction {
  const points = table.get(key)
  if (!points) throw new ExpressionError('unmapped')
  return points
}

/** Both ends times a factor, in order. */
export function scaled([low, high]: Bounds, factor: Fraction): Bounds {
  const ends = [low && multiply(low, factor), high && multiply(high, factor)] as const
  return factor.n >= 0n ? ends : [ends[1], ends[0]]
}

function pointBounds(
  kind: string,
  own: Bounds,
  options: ReadonlyMap<string, Fraction>,
  map: PointsMap | null,
  weight: Fraction,
): Bounds {
  if (kind === 'computed') return [null, null]
  let bounds: Bounds = kind === 'boolean' ? [ZERO, ONE] : own
  if (options.size && map?.type !== 'table') bounds = selection(kind, [...options.values()])
  if (map) {
    bounds =
      kind === 'multi' && map.type === 'table' ? selection(kind, [...map.table.values()]) : mapBounds(map, bounds)
  }
  return scaled(bounds, weight)
}

/** Of one option, or of any selection where several may be chosen. */
function selection(kind: string, points: readonly Fraction[]): Bounds {
  if (kind !== 'multi') return [least(points), greatest(points)]
  return [total(points.filter((p) => p.n < 0n)), total(points.filter((p) => p.n > 0n))]
}

function mapBounds(map: PointsMap, [low, high]: Bounds): Bounds {
  const range = (points: readonly Fraction[]): Bounds =>
    points.length ? [least(points), greatest(points)] : [null, null]
  switch (map.type) {
    case 'linear':
      if (map.factor.n === 0n) return [map.offset, map.offset]
      return scaled([low, high], map.factor).map((end) => end && add(end, map.offset)) as unknown as Bounds
    case 'table': {
      const inside = [...map.table].filter(([key]) => {
        if (!map.byNumber) return true
        const value = number(key)
        return (!low || compare(value, low) >= 0) && (!high || compare(value, high) <= 0)
      })
      return range(inside.map(([, points]) => points))
    }
    case 'steps':
      return range(
        map.steps
          .filter(([start], index) => {
            const following = map.steps[index + 1]?.[0]
            return (!high || compare(start, high) <= 0) && (!low || !following || compare(following, low) > 0)
          })
          .map(([, points]) => points),
      )
    case 'expression':
      return [null, null]
  }
}

/** A fraction from a small count, e.g. how many members a mean has. */
export const count = (value: number): Fraction => fraction(BigInt(value))
