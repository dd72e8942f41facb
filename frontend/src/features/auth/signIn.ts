/** The ways to sign in: name and password, a code of a second factor, a printed card, a link with its PIN. */
import { call, get, Problem } from '@/api/client'
import { refreshSession, session, SHARED } from '@/api/session'
import type { Schemas } from '@/api/schemas'

const AUTH = '/_allauth/browser/v1/auth'

interface Refusal {
  errors?: { message: string; code: string; param?: string }[]
  data?: { flows?: { id: string; is_pending?: boolean }[] }
}

export type Outcome = 'in' | 'second-factor' | 'refused' | 'locked'

function outcome(problem: Problem): Outcome {
  const refusal = problem.document as Refusal
  if (problem.status === 429) return 'locked'
  if (refusal.data?.flows?.some((flow) => flow.id === 'mfa_authenticate' && flow.is_pending)) return 'second-factor'
  if (problem.status === 400 || problem.status === 401) return 'refused'
  throw problem
}

function markShared(shared: boolean): void {
  try {
    if (shared) localStorage.setItem(SHARED, '1')
    else localStorage.removeItem(SHARED)
  } catch {
    // storage may be forbidden
  }
}

async function attempt(path: string, body: unknown, shared = false): Promise<Outcome> {
  try {
    await call('POST', path, { body, headers: shared ? { 'Shared-Device': '?1' } : {} })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // 409 of allauth: somebody is signed in already, which is what was asked for
    if (error.status !== 409 || error.code === 'signed-in-as-other') return outcome(error)
  }
  markShared(shared)
  await refreshSession()
  return 'in'
}

export function withPassword(username: string, password: string, shared: boolean): Promise<Outcome> {
  return attempt(`${AUTH}/login`, { username, password }, shared)
}

export function withCode(code: string, shared: boolean): Promise<Outcome> {
  return attempt(`${AUTH}/2fa/authenticate`, { code }, shared)
}

/** `secret` stands in the card's QR after the #, so that no server log ever holds it. */
export function withCard(secret: string, replace: boolean): Promise<Outcome> {
  return attempt('/api/v1/sign-in/card/', { secret, replace })
}

/** `secret` stands in the link after the #; the PIN came another way. */
export function withLink(secret: string, pin: string, replace: boolean, shared: boolean): Promise<Outcome> {
  return attempt('/api/v1/sign-in/link/', { secret, pin, replace }, shared)
}

/** Where an administrator reads once what an upgrade made stricter, before going on to `next`. */
export async function unreadNotice(next: string): Promise<string | null> {
  if (!session.is('organiser')) return null
  try {
    const { unread } = await get<Schemas['UpgradeNotice']>('/api/v1/upgrade-notice/')
    return unread > 0 ? `/admin/stricter/?next=${encodeURIComponent(next)}` : null
  } catch (error) {
    if (error instanceof Problem) return null // it comes at the next sign-in
    throw error
  }
}
