/** The history in words: sentences are made here, of a kind and its facts. */
import type { Schemas } from '@/api/contests'
import { formatDateTime } from '@/i18n/format'
import { nameOf, titleOf } from '@/i18n/title'
import { t, type Key } from '@/i18n/t'

export type AuditEvent = Schemas['AuditEvent']
export type AuditPerson = Schemas['AuditPerson']

export const FAMILIES = [
  'account',
  'password',
  'second_factor',
  'email',
  'card',
  'link',
  'token',
  'sign_in',
  'session',
  'permission',
  'grant',
  'contest',
  'judge',
  'publication',
  'override',
  'certificates',
  'certificate',
  'signing_key',
  'export',
  'package',
] as const

/** What a contest's managers may see: the rest happens to accounts, wherever they are used. */
export const OF_CONTEST = FAMILIES.filter(
  (one) => !['account', 'password', 'second_factor', 'email', 'token', 'session', 'permission'].includes(one),
)

export const nameIn = (person: AuditPerson): string =>
  person.full_name ?? t('organise.audit.deleted', { number: person.id })

/** A text whose key comes from data; what this release does not know stays as it is. */
function word(group: string, value: unknown): string {
  const key = `organise.${group}.${String(value)}` as Key
  const text = t(key)
  return text === key ? String(value ?? '') : text
}

/** What happened, in one sentence. */
export function said(one: AuditEvent): string {
  const facts = one.facts
  if (one.kind === 'sign_in.failed' && !one.subject) return t('organise.audit.sign_in.unknown')
  const group = facts.group ? t('organise.audit.group', { group: String(facts.group) }) : t('organise.audit.no_account')
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(facts)) texts[name] = String(value)
  if (facts.grant) texts.grant = word(one.organization ? 'speakers' : 'grant', facts.grant)
  for (const name of ['role', 'before'])
    if (one.kind.startsWith('judge.') && facts[name]) texts[name] = word('role', facts[name])
  if (facts.what) texts.what = word('audit.what', facts.what)
  const sentence = t(`organise.audit.${one.kind}`, {
    object: '',
    view: '',
    ...texts,
    who: one.subject ? nameIn(one.subject) : group,
  })
  return sentence.trim()
}

/** What signed its person in: "card/12". */
function wayOf(one: AuditEvent): string {
  const [name = '', number = ''] = one.way.split('/')
  const text = name && t(`organise.audit.way.${name}` as Key, { number })
  return text
}

/** What else is known of it, in short. */
export function details(one: AuditEvent): string[] {
  const facts = one.facts
  return [
    one.contest ? titleOf(one.contest) : one.organization ? nameOf(one.organization) : '',
    wayOf(one),
    facts.appointed_by ? t('organise.audit.appointed_by', { names: String(facts.appointed_by) }) : '',
    facts.by ? word('audit.by', facts.by) : '',
    facts.why ? word('audit.why', facts.why) : '',
    facts.label ? `“${String(facts.label)}”` : '',
    facts.ends_at ? t('organise.audit.ends_at', { time: formatDateTime(String(facts.ends_at)) }) : '',
    facts.address ? t('organise.audit.address', { address: String(facts.address) }) : '',
    facts.shared ? t('organise.audit.shared') : '',
    facts.problem ? String(facts.problem) : '',
    facts.upgrade ? t('organise.audit.upgrade') : '',
    facts.more ? t('organise.audit.more') : '',
  ].filter(Boolean)
}
