/**
 * Expressions: a subset of JsonLogic on exact rationals, the twin of scoring/expression.py, whose
 * docstring tells where the meaning differs from JsonLogic. Compiled to closures; no eval.
 * The server has checked every definition; what is still wrong here throws.
 */
import {
  add,
  ceiling,
  compare,
  divide,
  equal as same,
  floor,
  greatest,
  least,
  multiply,
  negate,
  number,
  ONE,
  remainder,
  rounded,
  subtract,
  truncated,
  ZERO,
  type Fraction,
  type RoundingMode,
} from './exact'

export type Value = Fraction | boolean | string | readonly Value[] | null
export type Lookup = (name: string) => Value
type Run = (lookup: Lookup) => Value

export interface Expression {
  /** The variables that it reads. */
  readonly names: ReadonlySet<string>
  readonly run: Run
}

/** An expression that has no value; `code` is stable. */
export class ExpressionError extends Error {
  constructor(
    readonly code: string,
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(code)
  }
}

const MAGNITUDE = 10n ** 300n
const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

export function truth(value: Value): boolean {
  if (value === null || value === false || value === '') return false
  if (value === true || typeof value === 'string') return true
  return isList(value) ? value.length > 0 : value.n !== 0n
}

/** An operand as a rational; null stays null. */
export function numeric(value: Value): Fraction | null {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? ONE : ZERO
  if (typeof value === 'string') {
    try {
      return number(value)
    } catch {
      throw new ExpressionError('expression-type', { expected: 'number' })
    }
  }
  if (isList(value)) throw new ExpressionError('expression-type', { expected: 'number' })
  return value
}

function equal(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right
  if (isList(left) || isList(right))
    return (
      isList(left) &&
      isList(right) &&
      left.length === right.length &&
      left.every((value, index) => equal(value, right[index]!))
    )
  if (typeof left === 'string' && typeof right === 'string') return left === right
  if (typeof left === 'string' || typeof right === 'string') {
    if (typeof left === 'boolean' || typeof right === 'boolean') return false
    try {
      return same(numeric(left)!, numeric(right)!)
    } catch {
      return false
    }
  }
  return same(numeric(left)!, numeric(right)!)
}

/** Throws ExpressionError if the number has too many digits; so do the two below, at each step. */
export function bounded(value: Fraction): Fraction {
  if (value.n >= MAGNITUDE || value.n <= -MAGNITUDE || value.d >= MAGNITUDE)
    throw new ExpressionError('number-too-large')
  return value
}

export const total = (values: readonly Fraction[]) => values.reduce((sum, value) => bounded(add(sum, value)), ZERO)
export const product = (values: readonly Fraction[]) =>
  values.reduce((all, value) => bounded(multiply(all, value)), ONE)

function nonZero(value: Fraction): Fraction {
  if (value.n === 0n) throw new ExpressionError('division-by-zero')
  return value
}

type Operation = (values: readonly Fraction[]) => Fraction

const ARITHMETIC: Record<string, Operation> = {
  '+': total,
  '*': product,
  '-': ([a, b]) => (b ? subtract(a!, b) : negate(a!)),
  '/': ([a, b]) => divide(a!, nonZero(b!)),
  '%': ([a, b]) => remainder(a!, nonZero(b!)),
  min: least,
  max: greatest,
  abs: ([a]) => (a!.n < 0n ? negate(a!) : a!),
  floor: ([a]) => floor(a!),
  ceil: ([a]) => ceiling(a!),
  trunc: ([a]) => truncated(a!),
}

const ORDER: Record<string, (difference: number) => boolean> = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
}

/** Compiles an expression. Throws ExpressionError on an unknown operator or shape. */
export function parse(definition: unknown): Expression {
  const names = new Set<string>()
  return { names, run: node(definition, names) }
}

function node(definition: unknown, names: Set<string>): Run {
  if (definition === null || typeof definition === 'boolean' || typeof definition === 'string') return () => definition
  if (typeof definition === 'number') {
    const constant = number(definition)
    return () => constant
  }
  if (Array.isArray(definition)) {
    const runs = definition.map((part) => node(part, names))
    return (lookup) => runs.map((run) => run(lookup))
  }
  const entries = typeof definition === 'object' ? Object.entries(definition as object) : []
  if (entries.length !== 1) throw new ExpressionError('expression-shape')
  const [operator, given] = entries[0]!
  return operation(operator, Array.isArray(given) ? given : [given], names)
}

function operation(operator: string, args: readonly unknown[], names: Set<string>): Run {
  if (operator === 'var') return variable(args, names)
  if (operator === 'missing') {
    const wanted = args.map(String)
    wanted.forEach((name) => names.add(name))
    return (lookup) => wanted.filter((name) => lookup(name) === null)
  }
  if (operator === 'round') {
    const digits = args[1] === undefined || args[1] === null ? 0 : Number(number(args[1]).n)
    const mode = (args[2] ?? 'half_up') as RoundingMode
    const operand = node(args[0], names)
    return (lookup) => {
      const value = numeric(operand(lookup))
      return value && rounded(value, digits, mode)
    }
  }
  const runs = args.map((part) => node(part, names))
  const [first, second] = runs as [Run, Run]
  const numbers = (lookup: Lookup): readonly Fraction[] | null => {
    const values = runs.map((run) => numeric(run(lookup)))
    return values.includes(null) ? null : (values as Fraction[])
  }
  const compute = ARITHMETIC[operator]
  if (compute)
    return (lookup) => {
      const values = numbers(lookup)
      return values && bounded(compute(values))
    }
  const holds = ORDER[operator]
  if (holds)
    return (lookup) => {
      const values = numbers(lookup)
      return values !== null && values.slice(1).every((value, index) => holds(compare(values[index]!, value)))
    }
  switch (operator) {
    case '==':
      return (lookup) => equal(first(lookup), second(lookup))
    case '!=':
      return (lookup) => !equal(first(lookup), second(lookup))
    case 'and':
      return (lookup) => runs.every((run) => truth(run(lookup)))
    case 'or':
      return (lookup) => runs.some((run) => truth(run(lookup)))
    case '!':
      return (lookup) => !truth(first(lookup))
    case 'in':
      return (lookup) => contains(first(lookup), second(lookup))
    case 'if':
      return (lookup) => conditional(runs, lookup)
    default:
      throw new ExpressionError('unknown-operator', { operator })
  }
}

function variable(args: readonly unknown[], names: Set<string>): Run {
  const name = String(args[0])
  names.add(name)
  if (args.length === 1) return (lookup) => lookup(name)
  const otherwise = node(args[1], names)
  return (lookup) => lookup(name) ?? otherwise(lookup)
}

function contains(needle: Value, haystack: Value): boolean {
  if (needle === null || haystack === null) return false
  if (!isList(haystack)) throw new ExpressionError('expression-type', { expected: 'list' })
  return haystack.some((value) => equal(needle, value))
}

function conditional(runs: readonly Run[], lookup: Lookup): Value {
  for (let index = 0; index + 1 < runs.length; index += 2)
    if (truth(runs[index]!(lookup))) return runs[index + 1]!(lookup)
  return runs.length % 2 ? runs[runs.length - 1]!(lookup) : null
}
