/** A browser's own description in the words that people know it by. Never decides anything. */

// The first that is found counts: most browsers name the others too.
const BROWSERS = ['Edg', 'OPR', 'SamsungBrowser', 'Firefox', 'FxiOS', 'CriOS', 'Chrome', 'Safari'] as const
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'CrOS', 'Windows', 'Mac OS', 'Linux'] as const

const NAMES: Record<string, string> = {
  Edg: 'Edge',
  OPR: 'Opera',
  SamsungBrowser: 'Samsung Internet',
  FxiOS: 'Firefox',
  CriOS: 'Chrome',
  CrOS: 'ChromeOS',
  'Mac OS': 'macOS',
}

/** "Chrome · Windows"; the description itself where nothing in it is known. */
export function deviceName(userAgent: string): string {
  const found = [BROWSERS, SYSTEMS].map((names) => names.find((name) => userAgent.includes(name)))
  return found.flatMap((name) => (name ? [NAMES[name] ?? name] : [])).join(' · ') || userAgent
}
