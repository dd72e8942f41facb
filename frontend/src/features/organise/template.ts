/** A template's definition as the editor holds it, and back; see docs/certificates.md. */
import type { Schemas } from '@/api/contests'
import english from './designs/english.webp'
import giay_chung_nhan from './designs/giay_chung_nhan.webp'
import giay_khen from './designs/giay_khen.webp'
import modern from './designs/modern.webp'
import playful from './designs/playful.webp'

export const DESIGNS = { giay_chung_nhan, giay_khen, modern, playful, english } as const
export const COLOURS = ['head', 'title', 'name', 'ink', 'strong', 'faint', 'rule'] as const
/** Longer and shorter side in mm. */
export const PAPERS = { a4: [297, 210], a3: [420, 297], big: [400, 300] } as const
type Paper = keyof typeof PAPERS

/** Empty codes match every division or prize, empty texts leave the template's. */
export type Rule = Record<'division' | 'award' | 'title' | 'address' | 'achievement', string>

interface Definition {
  language?: 'vi' | 'en'
  per?: 'participant' | 'team' | 'school' | 'mentor' | 'judge'
  kind?: 'prize' | 'merit' | 'participation'
  size?: { width_mm: number; height_mm: number }
  motto?: string[]
  issuer?: string[]
  verb?: string
  title?: string
  address?: string
  achievement?: string
  place?: string
  date?: string | null
  decision?: { number: string; date?: string | null } | null
  signer?: { prefix: string; title: string; name: string }
  colours?: Record<string, string>
  fonts?: Record<string, string>
  bleed_mm?: number
  crop_marks?: boolean
  images?: Record<string, string>
  rules?: Partial<Rule>[]
  [other: string]: unknown
}

export type Draft = ReturnType<typeof read>

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

export function read(latest: Schemas['Template'] | undefined) {
  const old = (latest?.definition ?? {}) as Definition
  const { width_mm: wide, height_mm: high } = old.size ?? { width_mm: 297, height_mm: 210 }
  const found = (Object.keys(PAPERS) as Paper[]).find(
    (one) => PAPERS[one][0] === Math.max(wide, high) && PAPERS[one][1] === Math.min(wide, high),
  )
  return {
    design: (latest?.design ?? 'giay_chung_nhan') as keyof typeof DESIGNS,
    language: old.language ?? (latest?.design === 'english' ? 'en' : 'vi'),
    per: old.per ?? 'participant',
    kind: old.kind ?? 'prize',
    paper: (found ?? 'own') as Paper | 'own',
    upright: high > wide,
    wide,
    high,
    motto: (old.motto ?? []).join('\n'),
    issuer: (old.issuer ?? []).join('\n'),
    verb: old.verb ?? '',
    title: old.title ?? '',
    address: old.address ?? '',
    achievement: old.achievement ?? '',
    place: old.place ?? '',
    date: old.date ?? '',
    number: old.decision?.number ?? '',
    decided: old.decision?.date ?? '',
    prefix: old.signer?.prefix ?? 'TM. BAN TỔ CHỨC',
    office: old.signer?.title ?? 'TRƯỞNG BAN',
    name: old.signer?.name ?? '',
    colours: { ...old.colours } as Partial<Record<(typeof COLOURS)[number], string>>,
    fonts: { ...old.fonts } as Partial<Record<'title' | 'name' | 'body', string>>,
    bleed: old.bleed_mm ?? 0,
    marks: old.crop_marks ?? false,
    images: { ...old.images },
    rules: (old.rules ?? []).map((rule): Rule => ({
      division: '',
      award: '',
      title: '',
      address: '',
      achievement: '',
      ...rule,
    })),
  }
}

/** What is empty is left out, so that the server's own words stand; what the editor does not show stays. */
export function written(draft: Draft, latest: Schemas['Template'] | undefined): Definition {
  const {
    motto: _m,
    issuer: _i,
    verb: _v,
    title: _t,
    address: _a,
    achievement: _c,
    ...others
  } = (latest?.definition ?? {}) as Definition
  const [long, short] = draft.paper === 'own' ? [draft.wide, draft.high] : PAPERS[draft.paper]
  const upright = draft.paper !== 'own' && draft.upright
  const given = { verb: draft.verb, title: draft.title, address: draft.address, achievement: draft.achievement }
  const fonts = Object.entries(draft.fonts).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return {
    ...others,
    ...Object.fromEntries(Object.entries(given).filter(([, text]) => text.trim())),
    ...(lines(draft.motto).length ? { motto: lines(draft.motto) } : {}),
    ...(lines(draft.issuer).length ? { issuer: lines(draft.issuer) } : {}),
    language: draft.language,
    per: draft.per,
    kind: draft.kind,
    size: upright ? { width_mm: short, height_mm: long } : { width_mm: long, height_mm: short },
    place: draft.place,
    date: draft.date || null,
    decision: draft.number ? { number: draft.number, date: draft.decided || null } : null,
    signer: { prefix: draft.prefix, title: draft.office, name: draft.name },
    colours: draft.colours as Record<string, string>,
    fonts: Object.fromEntries(fonts),
    bleed_mm: draft.bleed || 0,
    crop_marks: draft.marks,
    images: draft.images,
    rules: draft.rules.map((rule) => ({ ...rule })),
  }
}
