/** An act on the account that may have to be confirmed first; it then goes on by itself. */
import { inject, provide, ref, type InjectionKey } from 'vue'
import { asProblem, type Problem } from '@/api/client'
import { toast } from '@/ui/toast'
import { wantsConfirmation } from './account'

type Confirm = (go: () => void) => void
const KEY: InjectionKey<Confirm> = Symbol('confirm')

/** The page that holds the dialog says how it opens. */
export const provideConfirm = (confirm: Confirm) => provide(KEY, confirm)

export function useConfirmed() {
  const confirm = inject(KEY)
  const busy = ref(false)
  const problem = ref<Problem | null>(null)

  async function run(act: () => Promise<unknown>, done?: string): Promise<void> {
    busy.value = true
    problem.value = null
    try {
      await act()
      if (done) toast.success(done)
    } catch (error) {
      const found = asProblem(error)
      if (confirm && wantsConfirmation(found)) confirm(() => void run(act, done))
      else problem.value = found
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, run }
}
