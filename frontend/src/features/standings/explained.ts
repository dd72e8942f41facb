/** The parts of an explanation as the server tells them; its words come in both languages. */
import type { Schemas } from '@/api/schemas'
import { language, localText, type LocalText } from '@/i18n/t'

export type Explanation = Schemas['Explanation']
export type Attempt = Schemas['ExplainedAttempt']

/** Several sentences as one paragraph. */
export function sentences(texts: readonly LocalText[]): string {
  return texts.map(localText).join(' ')
}

/** Where the page to print is, in the language of the screen. */
export function printAddress(slug: string, code: string, view: string): string {
  const query = new URLSearchParams({ language: language(), ...(view && { view }) })
  return `/api/v1/standings/${encodeURIComponent(slug)}/entries/${encodeURIComponent(code)}/explanation.pdf?${query}`
}
