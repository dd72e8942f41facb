/**
 * The types of all texts. Vietnamese is the source: its JSON files declare which keys exist.
 * A key that English lacks is a type error here.
 */
import type enAccount from './en/account.json'
import type enAllocation from './en/allocation.json'
import type enAppeals from './en/appeals.json'
import type enAuth from './en/auth.json'
import type enCertificates from './en/certificates.json'
import type enCommon from './en/common.json'
import type enContests from './en/contests.json'
import type enEntries from './en/entries.json'
import type enFairness from './en/fairness.json'
import type enJudging from './en/judging.json'
import type enModeration from './en/moderation.json'
import type enOrganise from './en/organise.json'
import type enPaper from './en/paper.json'
import type enProblems from './en/problems.json'
import type enReveal from './en/reveal.json'
import type enStandings from './en/standings.json'
import type viAccount from './vi/account.json'
import type viAllocation from './vi/allocation.json'
import type viAppeals from './vi/appeals.json'
import type viAuth from './vi/auth.json'
import type viCertificates from './vi/certificates.json'
import type viCommon from './vi/common.json'
import type viContests from './vi/contests.json'
import type viEntries from './vi/entries.json'
import type viFairness from './vi/fairness.json'
import type viJudging from './vi/judging.json'
import type viModeration from './vi/moderation.json'
import type viOrganise from './vi/organise.json'
import type viPaper from './vi/paper.json'
import type viProblems from './vi/problems.json'
import type viReveal from './vi/reveal.json'
import type viStandings from './vi/standings.json'

interface Source {
  account: typeof viAccount
  allocation: typeof viAllocation
  appeals: typeof viAppeals
  auth: typeof viAuth
  certificates: typeof viCertificates
  common: typeof viCommon
  contests: typeof viContests
  entries: typeof viEntries
  fairness: typeof viFairness
  judging: typeof viJudging
  moderation: typeof viModeration
  organise: typeof viOrganise
  paper: typeof viPaper
  problems: typeof viProblems
  reveal: typeof viReveal
  standings: typeof viStandings
}

interface English {
  account: typeof enAccount
  allocation: typeof enAllocation
  appeals: typeof enAppeals
  auth: typeof enAuth
  certificates: typeof enCertificates
  common: typeof enCommon
  contests: typeof enContests
  entries: typeof enEntries
  fairness: typeof enFairness
  judging: typeof enJudging
  moderation: typeof enModeration
  organise: typeof enOrganise
  paper: typeof enPaper
  problems: typeof enProblems
  reveal: typeof enReveal
  standings: typeof enStandings
}

/** A text, or one text for each plural form that the language has (chosen by the param `count`). */
export type Message = string | { one?: string; other: string }

export type Feature = keyof Source

/** Every key: `<feature>.<key>`. */
export type Key = { [F in Feature]: `${F}.${keyof Source[F] & string}` }[Feature]

type Complete<Translation extends { [F in Feature]: Record<keyof Source[F], Message> }> = Translation
/** @public Here for the compiler to look at. */
export type CompleteEnglish = Complete<English>
