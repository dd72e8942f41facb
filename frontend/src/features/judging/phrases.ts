/** Words offered for a comment: the form's ready phrases and the judge's own latest; pure. */

const MOST_OWN = 3
const LONGEST_OWN = 200

export interface Phrases {
  ready: readonly string[]
  own: readonly string[]
}

/** The judge's latest different comments on one item, newest first, without those already offered. */
export function latestComments(
  comments: readonly { words: string | undefined; at: string | null }[],
  offered: readonly string[],
): string[] {
  const found: string[] = []
  const known = new Set(offered)
  for (const { words } of [...comments].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))) {
    const text = words?.trim() ?? ''
    if (!text || text.length > LONGEST_OWN || known.has(text)) continue
    known.add(text)
    found.push(text)
    if (found.length === MOST_OWN) break
  }
  return found
}

/** The comment with the phrase behind it, as a sentence of its own. */
export function withPhrase(words: string, phrase: string): string {
  const before = words.trimEnd()
  if (!before) return phrase
  return `${before}${/[.!?…:;,]$/.test(before) ? ' ' : '. '}${phrase}`
}

/** What is still worth offering: a phrase that stands there already is not. */
export const unused = (phrases: readonly string[], words: string): string[] =>
  phrases.filter((phrase) => !words.includes(phrase))
