/**
 * Texts and the language they are shown in.
 * t() is synchronous: the router loads a feature's texts before it shows the feature.
 */
import { shallowReactive, shallowRef, triggerRef } from 'vue'
import type { LocalText } from '@/scoring/definition'
import type { Feature, Key, Message } from './catalogue'
import viCommon from './vi/common.json'

export type { LocalText } from '@/scoring/definition'
export type { Feature, Key } from './catalogue'
export type Language = 'vi' | 'en'
export type Params = Record<string, string | number>
type Texts = Record<string, Message>

export const LANGUAGES: Record<Language, string> = { vi: 'Tiếng Việt', en: 'English' }

const files = import.meta.glob<Texts>(['./*/*.json', '!./vi/common.json'], { import: 'default' })
const loaded = shallowReactive(new Map<string, Texts>([['vi/common', viCommon]]))
const wanted = new Set<Feature>(['common'])
const plurals = { vi: new Intl.PluralRules('vi'), en: new Intl.PluralRules('en') }

function storedLanguage(): Language {
  try {
    return localStorage.getItem('language') === 'en' ? 'en' : 'vi'
  } catch {
    return 'vi' // storage may be forbidden
  }
}

const current = shallowRef<Language>(storedLanguage())

/** The language shown now; reactive. */
export function language(): Language {
  return current.value
}

async function load(feature: Feature, into: Language): Promise<void> {
  const name = `${into}/${feature}`
  if (loaded.has(name)) return
  const file = files[`./${name}.json`]
  if (!file) throw new Error(`no texts ${name}`)
  loaded.set(name, await file())
}

/** Makes the texts of these features ready for t(). */
export async function loadTexts(...features: Feature[]): Promise<void> {
  for (const feature of features) wanted.add(feature)
  await Promise.all([...wanted].map((feature) => load(feature, current.value)))
}

/** Switches the whole interface; every loaded feature changes at once. */
export async function setLanguage(next: Language): Promise<void> {
  await Promise.all([...wanted].map((feature) => load(feature, next)))
  current.value = next
  triggerRef(current)
  try {
    localStorage.setItem('language', next)
  } catch {
    // the choice then lasts until the page is closed
  }
}

/** The text of a key with its `{params}` filled in; `count` also chooses the plural form. */
export function t(key: Key, params: Params = {}): string {
  const dot = key.indexOf('.')
  const message = loaded.get(`${current.value}/${key.slice(0, dot)}`)?.[key.slice(dot + 1)]
  if (message === undefined) return key
  const text = typeof message === 'string' ? message : pluralForm(message, Number(params.count))
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? new Intl.NumberFormat(current.value).format(value) : value
  })
}

function pluralForm(message: { one?: string; other: string }, count: number): string {
  const form = plurals[current.value].select(count)
  return form === 'one' && message.one !== undefined ? message.one : message.other
}

/** The reader's language of a text from the server, else Vietnamese. */
export function localText(text: LocalText): string {
  return text[current.value] || text.vi
}
