/** vue-query for reads only. A write calls the client, then invalidates what it changed. */
import { QueryClient } from '@tanstack/vue-query'
import { asProblem } from './problem'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // The browser often thinks that it is online behind a dead hall Wi-Fi; just try.
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && asProblem(error).temporary,
    },
  },
})
