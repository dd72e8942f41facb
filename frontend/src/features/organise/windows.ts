/** The windows of a contest as a form holds them. */
import { fromLocal, toLocal } from './organise'

export const WINDOWS = [
  'entries_open_at',
  'entries_close_at',
  'submissions_close_at',
  'judging_open_at',
  'judging_close_at',
] as const
export type Windows = Record<(typeof WINDOWS)[number], string>

export function windowsOf(from: Partial<Record<keyof Windows, string | null>>): Windows {
  return Object.fromEntries(WINDOWS.map((name) => [name, toLocal(from[name])])) as Windows
}

/** As the API takes them. */
export function instants(windows: Windows): Record<keyof Windows, string | null> {
  return Object.fromEntries(WINDOWS.map((name) => [name, fromLocal(windows[name])])) as Record<
    keyof Windows,
    string | null
  >
}
