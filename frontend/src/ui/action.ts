/** A write of the organiser: busy while it runs, its problem kept, everything shown read anew after it. */
import { ref } from 'vue'
import { useQueryClient } from '@tanstack/vue-query'
import { asProblem, type Problem } from '@/api/client'
import { toast } from '@/ui/toast'

export function useAction() {
  const client = useQueryClient()
  const busy = ref(false)
  const problem = ref<Problem | null>(null)

  /** True when it worked; `done` is then said. */
  async function run(act: () => Promise<unknown>, done?: string): Promise<boolean> {
    busy.value = true
    problem.value = null
    try {
      await act()
      if (done) toast.success(done)
      await Promise.all([
        client.invalidateQueries({ queryKey: ['organise'] }),
        client.invalidateQueries({ queryKey: ['contest'] }),
      ])
      return true
    } catch (error) {
      problem.value = asProblem(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, run }
}
