/** Who is signed in, as the shell needs it: name and roles. Rights themselves are the server's. */
import { computed, ref } from 'vue'
import { call, get, Problem, whenSignedOut } from './client'
import { queryClient } from './query'

export interface User {
  id: string | number
  name: string
  /** What the navigation offers, e.g. "judge", "organiser". */
  roles: readonly string[]
}

const user = ref<User | null>(null)
const known = ref(false)
const ended = ref(false)

export const session = {
  user: computed(() => user.value),
  /** False until the first answer, so that nothing flickers. */
  known: computed(() => known.value),
  /** Was signed in, then met a 401: drafts stay, the shell offers to sign in again. */
  ended: computed(() => ended.value),
  is: (role: string) => user.value?.roles.includes(role) ?? false,
}

whenSignedOut(() => {
  if (user.value) ended.value = true
})

/** Reads the session anew; call after signing in. Without network the last user stays. */
export async function refreshSession(): Promise<void> {
  try {
    user.value = await get<User | null>('/api/v1/me/')
    ended.value = false
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
      if (!ended.value) user.value = null
    }
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
  user.value = null
  ended.value = false
  queryClient.clear()
}
