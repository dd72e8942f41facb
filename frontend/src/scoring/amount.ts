/** Numbers as judges type them and as a sheet's document holds them; pure. Never passes through a float. */
import { number, text } from './exact'

export type Stored = number | string

const SAFE_INTEGER = /^-?\d{1,15}$/
const CLOCK = /^(\d+):([0-5]?\d(?:\.\d+)?)$/

/** The exact text of a stored value; "" when it is empty or no number. */
export function amountText(value: unknown): string {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return ''
  try {
    return text(number(value))
  } catch {
    return ''
  }
}

/** An exact text as the document holds it: integers as JSON numbers, the rest as texts. */
export const stored = (exact: string): Stored => (SAFE_INTEGER.test(exact) ? Number(exact) : exact)

/**
 * What was typed: "8,5" or "8.5", "−2", and for seconds "1:03,25". Text that is no number stays as it
 * is, so that the sheet can name it; null for nothing.
 */
export function typed(input: string, unit?: string): Stored | null {
  const plain = input
    .replace(/[\s\u00a0]/g, '')
    .replace(/[−–]/g, '-')
    .replace(',', '.')
  if (plain === '') return null
  const clock = unit === 's' && CLOCK.exec(plain)
  if (clock) {
    const [seconds = '0', decimals] = clock[2]!.split('.')
    const whole = BigInt(clock[1]!) * 60n + BigInt(seconds)
    return normal(decimals ? `${whole}.${decimals}` : String(whole))
  }
  return normal(plain.replace(/^(-?)\./, '$10.').replace(/\.$/, '')) ?? input.trim().slice(0, 60)
}

function normal(plain: string): Stored | null {
  const exact = amountText(plain)
  return exact === '' ? null : stored(exact)
}
