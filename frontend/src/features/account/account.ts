/** One's own account at allauth: its answers as problems, and who must be asked to confirm first. */
import { call, Problem } from '@/api/client'
import { t } from '@/i18n/t'

const BROWSER = '/_allauth/browser/v1'

interface Refusal {
  errors?: { message: string; param?: string }[]
  data?: { flows?: { id: string }[] }
  meta?: { is_authenticated?: boolean }
}

/** Asks allauth; its errors become those of fields. Throws Problem. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    return (await call<{ data: T }>(method, BROWSER + path, body === undefined ? {} : { body })).data.data
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { errors } = error.document as Refusal
    if (!errors) throw error
    throw new Problem(error.status, {
      ...error.document,
      title: t('account.refused'),
      errors: errors.map(({ message, param }) => ({ detail: message, pointer: `/${param ?? ''}` })),
    })
  }
}

/**
 * Asks what somebody who is signed out may ask. allauth's 401 then says that it was done and that nobody
 * is signed in yet; any other 401 is not its word. Throws Problem.
 */
export async function askSignedOut(path: string, body: unknown): Promise<void> {
  try {
    await ask('POST', path, body)
  } catch (error) {
    const done =
      error instanceof Problem && error.status === 401 && (error.document as Refusal).meta?.is_authenticated === false
    if (!done) throw error
  }
}

/** Whether the server wants to know first that its owner sits here: the password, or a code, again. */
export function wantsConfirmation(problem: Problem): boolean {
  if (problem.code === 'reauthentication-needed') return true
  const { data, meta } = problem.document as Refusal
  return (
    problem.status === 401 &&
    meta?.is_authenticated === true &&
    Boolean(data?.flows?.some(({ id }) => id.endsWith('reauthenticate')))
  )
}

/** What stands behind #key= in a mail's link; it then leaves the address bar. */
export function takeKey(path: string): string {
  const key = /^#key=(.+)$/.exec(location.hash)?.[1] ?? ''
  if (key) history.replaceState(history.state, '', path)
  return decodeURIComponent(key)
}
