/** Numbers, points and times as people of the current language write them. */
import { number as exact, rounded, text as exactText, type Fraction } from '@/scoring/exact'
import { language } from './t'

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const

function locale(): string {
  return LOCALES[language()]
}

/** A count or measure: 1.234 in Vietnamese, 1,234 in English. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale(), options).format(value)
}

/**
 * Exact points from the API ("185", "91.105", "1/3") rounded half up to `digits` places.
 * Without `digits`, decimals are shown as they are. Never passes through a float.
 */
export function formatPoints(points: string | number | null | undefined, digits?: number): string {
  if (points === null || points === undefined || points === '') return '–'
  const value = exact(points)
  const plain = exactText(digits === undefined ? value : rounded(value, digits, 'half_up'))
  if (plain.includes('/')) return formatPoints(exactText(rounded(value, 4, 'half_up')))
  const [whole = '0', decimals = ''] = plain.split('.')
  const shown = digits === undefined ? decimals : decimals.padEnd(digits, '0')
  const sign = whole.startsWith('-') ? '−' : ''
  const [group, point] = language() === 'vi' ? ['.', ','] : [',', '.']
  const grouped = whole.replace('-', '').replace(/\B(?=(\d{3})+$)/g, group)
  return sign + grouped + (shown ? point + shown : '')
}

/** Points of the evaluator, at most two decimals; “–” for none. */
export const shortPoints = (value: Fraction | null | undefined): string =>
  formatPoints(value && exactText(rounded(value, 2, 'half_up')))

/** A day: 1 tháng 10, 2026. */
export function formatDate(at: string | Date): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(new Date(at))
}

/** An instant in the reader's time with its zone, as a deadline needs it: Thứ Tư, 18/11/2026, 11:58 (GMT+7). */
export function formatDateTime(at: string | Date): string {
  const when = new Date(at)
  const day = new Intl.DateTimeFormat(locale(), {
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(when)
  const zone = new Intl.DateTimeFormat(locale(), { timeZoneName: 'short' })
    .formatToParts(when)
    .find((part) => part.type === 'timeZoneName')
  return `${day}, ${formatTime(when)} (${zone?.value ?? 'UTC'})`
}

/** Only the clock: 14:05. */
export function formatTime(at: string | Date): string {
  return new Intl.DateTimeFormat(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at))
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/** How far an instant is from `now`: sau 3 ngày, 2 giờ trước. */
export function formatDistance(at: string | Date, now: Date = new Date()): string {
  const distance = new Date(at).getTime() - now.getTime()
  const [unit, length] = STEPS.find(([, ms]) => Math.abs(distance) >= ms) ?? STEPS[3]!
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' })
  return format.format(Math.trunc(distance / length), unit)
}

/** A file's size in kB or MB. */
export function formatBytes(bytes: number): string {
  const mega = bytes >= 1_000_000
  const value = bytes / (mega ? 1_000_000 : 1_000)
  return `${formatNumber(value, { maximumFractionDigits: mega ? 1 : 0 })} ${mega ? 'MB' : 'kB'}`
}

/** Names in Vietnamese dictionary order. */
export function compareNames(a: string, b: string): number {
  return new Intl.Collator('vi', { numeric: true }).compare(a, b)
}
