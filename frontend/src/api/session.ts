/** Who is signed in and what the navigation offers. Rights themselves are the server's. */
import { computed, ref } from 'vue'
import { call, get, Problem, whenSignedOut } from './client'
import { queryClient } from './query'

export interface User {
  id: number
  username: string
  name: string
  isStaff: boolean
}

/** What a person does in one contest. */
export interface MyContest {
  contest: string
  title: string
  title_en: string
  kind: string
  grants: string[]
  judge: { id: number; code: string; role: string } | null
  entries: { id: number; code: string; title: string; role: 'participant' | 'mentor' }[]
}

interface Me {
  authenticated: boolean
  id?: number
  username?: string
  full_name?: string
  is_staff?: boolean
}

export type Role = 'judge' | 'organiser' | 'entrant'

const user = ref<User | null>(null)
const contests = ref<readonly MyContest[]>([])
const known = ref(false)
const ended = ref(false)

const ORGANISERS_GRANTS = ['manage', 'chair', 'observe', 'publish', 'issue_certificates']

export const session = {
  user: computed(() => user.value),
  contests: computed(() => contests.value),
  /** False until the first answer, so that nothing flickers. */
  known: computed(() => known.value),
  /** Was signed in, then met a 401: drafts stay, the shell offers to sign in again. */
  ended: computed(() => ended.value),
  is(role: Role): boolean {
    if (role === 'organiser' && user.value?.isStaff) return true
    return contests.value.some((mine) => {
      if (role === 'judge') return mine.judge !== null
      if (role === 'entrant') return mine.entries.length > 0
      return mine.grants.some((grant) => ORGANISERS_GRANTS.includes(grant))
    })
  },
}

whenSignedOut(() => {
  if (user.value) ended.value = true
})

/** Reads the session anew; call after signing in. Without network the last user stays. */
export async function refreshSession(): Promise<void> {
  try {
    const me = await get<Me>('/api/v1/me/')
    if (me.authenticated) {
      contests.value = await get<MyContest[]>('/api/v1/my/contests/')
      user.value = {
        id: me.id!,
        username: me.username!,
        name: me.full_name || me.username!,
        isStaff: me.is_staff ?? false,
      }
      ended.value = false
    } else if (!ended.value) forget()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if ((error.status === 401 || error.status === 403) && !ended.value) forget()
  } finally {
    known.value = true
  }
}

function forget(): void {
  user.value = null
  contests.value = []
}

export async function signOut(): Promise<void> {
  try {
    await call('DELETE', '/_allauth/browser/v1/auth/session')
  } catch (error) {
    // allauth answers 401 to say that nobody is signed in any more
    if (!(error instanceof Problem && error.status === 401)) throw error
  }
  forget()
  ended.value = false
  queryClient.clear()
}
