/** Long lists: read page by page, searched as one types. */
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { useInfiniteQuery } from '@tanstack/vue-query'
import { get } from '@/api/client'
import { pathOf, type Page } from './contests'

const PAUSE_MS = 300

/** Words to search for: `words` follows what is `typed` when the typing pauses. */
export function useWords() {
  const typed = ref('')
  const words = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (words.value = now.trim()), PAUSE_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { typed, words }
}

type Query = Record<string, string | number | undefined>

/** The rows so far, and whether there are more. */
export function usePages<T>(key: string, path: string, query: Ref<Query>, options: { everyMs?: number } = {}) {
  const pages = useInfiniteQuery({
    queryKey: ['organise', key, query],
    queryFn: ({ pageParam }): Promise<Page<T>> => (pageParam ? get(pageParam) : get(path, { query: query.value })),
    initialPageParam: '',
    getNextPageParam: (last: Page<T>) => (last.next ? pathOf(last.next) : undefined),
    ...(options.everyMs ? { refetchInterval: options.everyMs } : {}),
  })
  const rows = computed(() => pages.data.value?.pages.flatMap((page) => page.results))
  return {
    /** For Loaded. */
    query: { data: rows, error: pages.error, isFetching: pages.isFetching, refetch: pages.refetch },
    rows,
    hasMore: pages.hasNextPage,
    loadingMore: pages.isFetchingNextPage,
    more: () => pages.fetchNextPage(),
  }
}
