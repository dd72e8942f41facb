/**
 * Exact rational arithmetic on BigInt: the twin of scoring/exact.py.
 * Never uses a float for a value; a JSON float is read by its shortest decimal text.
 */

/** A fraction in lowest terms; `d` is positive. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

export type RoundingMode = 'half_up' | 'half_even' | 'truncate'

/** Longest numerator or denominator that is read; longer input is hostile or a mistake. */
const MAX_DIGITS = 60
const LIMIT = 10n ** BigInt(MAX_DIGITS)
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/
const FLOAT = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/
const RATIO = /^(-?\d+)\/(\d+)$/

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a < 0n ? -a : a
}

export function fraction(n: bigint, d: bigint = 1n): Fraction {
  if (d === 0n) throw new RangeError('division by zero')
  if (d < 0n) [n, d] = [-n, -d]
  const common = gcd(n, d)
  return common === 1n ? { n, d } : { n: n / common, d: d / common }
}

export const ZERO = fraction(0n)
export const ONE = fraction(1n)

/**
 * Reads an integer, a decimal or fraction text ("0.5", "1/3"), or a finite JSON number.
 * Throws RangeError whose message is a stable reason: "not-a-number", "not-finite",
 * "zero-denominator" or "too-long".
 */
export function number(value: unknown): Fraction {
  if (typeof value === 'bigint') return bounded(fraction(value))
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('not-finite')
    return bounded(fromDecimal(FLOAT.exec(String(value))))
  }
  if (typeof value !== 'string') throw new RangeError('not-a-number')
  if (value.length > 2 * MAX_DIGITS + 2) throw new RangeError('too-long')
  const ratio = RATIO.exec(value)
  if (!ratio) return bounded(fromDecimal(DECIMAL.exec(value)))
  const denominator = BigInt(ratio[2]!)
  if (denominator === 0n) throw new RangeError('zero-denominator')
  return bounded(fraction(BigInt(ratio[1]!), denominator))
}

function fromDecimal(match: RegExpExecArray | null): Fraction {
  if (!match) throw new RangeError('not-a-number')
  const [, sign, whole, decimals = '', exponent = '0'] = match
  const shift = Number(exponent) - decimals.length
  const digits = BigInt(`${sign}${whole}${decimals}`)
  return shift >= 0 ? fraction(digits * 10n ** BigInt(shift)) : fraction(digits, 10n ** BigInt(-shift))
}

function bounded(value: Fraction): Fraction {
  if (value.n >= LIMIT || value.n <= -LIMIT || value.d >= LIMIT) throw new RangeError('too-long')
  return value
}

/** A plain decimal where it terminates ("185", "0.5"), else "n/d". */
export function text({ n, d }: Fraction): string {
  let rest = d
  let twos = 0
  let fives = 0
  for (; rest % 2n === 0n; twos += 1) rest /= 2n
  for (; rest % 5n === 0n; fives += 1) rest /= 5n
  if (rest !== 1n) return `${n}/${d}`
  const places = Math.max(twos, fives)
  const scaled = (n * 10n ** BigInt(places)) / d
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0')
  const sign = scaled < 0n ? '-' : ''
  if (places === 0) return sign + digits
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

export const add = (a: Fraction, b: Fraction) => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Fraction, b: Fraction) => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const multiply = (a: Fraction, b: Fraction) => fraction(a.n * b.n, a.d * b.d)
export const divide = (a: Fraction, b: Fraction) => fraction(a.n * b.d, a.d * b.n)
export const negate = (a: Fraction) => ({ n: -a.n, d: a.d })

/** Negative, zero or positive as a is less than, equal to or more than b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export const equal = (a: Fraction, b: Fraction) => a.n === b.n && a.d === b.d
export const least = (values: readonly Fraction[]) =>
  values.reduce((best, value) => (compare(value, best) < 0 ? value : best))
export const greatest = (values: readonly Fraction[]) =>
  values.reduce((best, value) => (compare(value, best) > 0 ? value : best))

/** The largest integer that is not above a. */
export function floor(a: Fraction): Fraction {
  const quotient = a.n / a.d
  return fraction(a.n < 0n && a.n % a.d !== 0n ? quotient - 1n : quotient)
}

export const ceiling = (a: Fraction) => negate(floor(negate(a)))
/** Towards zero. */
export const truncated = (a: Fraction) => fraction(a.n / a.d)
/** a − b·trunc(a/b): the sign of a. */
export const remainder = (a: Fraction, b: Fraction) => subtract(a, multiply(b, truncated(divide(a, b))))

/** Rounded to `digits` decimal places; half_up goes away from zero. */
export function rounded(a: Fraction, digits: number, mode: RoundingMode): Fraction {
  const scale = digits >= 0 ? fraction(10n ** BigInt(digits)) : fraction(1n, 10n ** BigInt(-digits))
  const scaled = multiply(a, scale)
  const whole = scaled.n / scaled.d
  const rest = scaled.n < 0n ? -(scaled.n % scaled.d) : scaled.n % scaled.d
  const twice = rest * 2n
  const away =
    mode !== 'truncate' && (twice > scaled.d || (twice === scaled.d && (mode === 'half_up' || whole % 2n !== 0n)))
  const step = scaled.n < 0n ? -1n : 1n
  return divide(fraction(away ? whole + step : whole), scale)
}
