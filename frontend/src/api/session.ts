/**
 * Who is signed in, as the shell needs it: name and what to offer. Rights themselves are the server's.
 * The last user is remembered, so that a judge can go on without network or after the session ended.
 */
import { computed, ref } from 'vue'
import { call, get, Problem, whenSignedOut } from './client'
import { queryClient } from './query'

export type Role = 'judge' | 'organiser' | 'entrant'

/** What a person does in one contest. */
export interface MyContest {
  contest: string
  title: string
  title_en: string
  kind: string
  grants: readonly string[]
  judge: { id: number; code: string; role: string } | null
  entries: readonly { id: number; code: string; title: string; role: 'participant' | 'mentor' }[]
}

interface User {
  id: number
  username: string
  name: string
  roles: readonly Role[]
  contests: readonly MyContest[]
}

interface Me {
  authenticated: boolean
  id: number
  username: string
  full_name: string
  is_staff: boolean
}

const REMEMBERED = 'user'
/** Set where this was called a shared device at sign-in. */
export const SHARED = 'shared_device'

function remembered(): User | null {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null') as User | null
  } catch {
    return null
  }
}

function remember(next: User | null): void {
  user.value = next
  try {
    if (next) localStorage.setItem(REMEMBERED, JSON.stringify(next))
    else localStorage.removeItem(REMEMBERED)
  } catch {
    // storage may be forbidden: the session then lasts as long as the page
  }
}

const user = ref<User | null>(remembered())
const known = ref(false)
const ended = ref(false)

export const session = {
  user: computed(() => user.value),
  contests: computed(() => user.value?.contests ?? []),
  /** False until the first answer, so that nothing flickers. */
  known: computed(() => known.value || user.value !== null),
  /** Was signed in, and is no more: drafts stay, the shell offers to sign in again. */
  ended: computed(() => ended.value),
  is: (role: Role) => user.value?.roles.includes(role) ?? false,
}

whenSignedOut(() => {
  ended.value = user.value !== null
})

async function readUser(): Promise<User | null> {
  const me = await get<Me>('/api/v1/me/')
  if (typeof me.authenticated !== 'boolean') throw new Problem(0) // not our server's answer
  if (!me.authenticated) return null
  const contests = await get<MyContest[]>('/api/v1/my/contests/')
  const roles: Role[] = []
  if (contests.some((mine) => mine.judge)) roles.push('judge')
  if (me.is_staff || contests.some((mine) => mine.grants.length)) roles.push('organiser')
  if (contests.some((mine) => mine.entries.length)) roles.push('entrant')
  return { id: me.id, username: me.username, name: me.full_name || me.username, roles, contests }
}

/** What the server told somebody else, or nobody in particular, may be different for who signed in. */
function forgetAnswers(): void {
  queryClient.removeQueries({ type: 'inactive' })
  void queryClient.invalidateQueries()
}

/** Reads the session anew; call after signing in. Without an answer the remembered user stays. */
export async function refreshSession(): Promise<void> {
  try {
    const found = await readUser()
    ended.value = found === null && user.value !== null
    if (found) {
      if (found.id !== user.value?.id) forgetAnswers()
      remember(found)
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  } finally {
    known.value = true
  }
}

export async function signOut(): Promise<void> {
  try {
    await call('DELETE', '/_allauth/browser/v1/auth/session')
  } catch (error) {
    // allauth answers 401 to say that nobody is signed in any more
    if (!(error instanceof Problem && error.status === 401)) throw error
  }
  remember(null)
  ended.value = false
  queryClient.clear()
}
