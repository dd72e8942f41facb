/**
 * On a shared device, who walks away is signed out. The server cannot tell: pages ask it for news on
 * their own. What was entered stays on the device and goes out at the next sign-in.
 */
import { session, SHARED, signOut } from '@/api/session'
import { paths } from './paths'

const IDLE_MS = 30 * 60_000
const LOOK_MS = 30_000

export function watchIdle(): void {
  let last = Date.now()
  for (const kind of ['pointerdown', 'keydown', 'wheel']) addEventListener(kind, () => (last = Date.now()), true)
  setInterval(() => {
    if (session.user.value && Date.now() - last >= IDLE_MS && localStorage.getItem(SHARED))
      signOut().then(
        () => location.assign(paths.signIn),
        () => {}, // no network: at the next look
      )
  }, LOOK_MS)
}
