/** Titles that the server keeps as `title` (Vietnamese) and `title_en` (may be empty). */
import { language } from './t'

export function titleOf(thing: { title: string; title_en?: string | null }): string {
  const title = (language() === 'en' && thing.title_en) || thing.title
  return title.replace(/ ([–·])/g, '\u00a0$1') // no line begins with a dash
}

/** Organizations keep theirs as `name` and `name_en`. */
export function nameOf(one: { name: string; name_en?: string | null }): string {
  return titleOf({ title: one.name, title_en: one.name_en })
}
