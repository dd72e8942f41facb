/**
 * Keeps sheet records. `change` is the only way to alter one: read, decide, write in one
 * transaction, and it answers only when the record is on the disk.
 */
import type { SheetRecord } from './outbox'

export interface Store {
  all(): Promise<SheetRecord[]>
  get(id: number): Promise<SheetRecord | undefined>
  /** `next` must be pure; null leaves the record alone. Answers what is stored afterwards. */
  change(id: number, next: (record: SheetRecord | undefined) => SheetRecord | null): Promise<SheetRecord | undefined>
  remove(id: number): Promise<void>
  /** Small answers worth keeping for offline, e.g. the judge's queue. */
  keep(name: string, value: unknown): Promise<void>
  kept<T>(name: string): Promise<T | undefined>
}

/** For tests, and where the browser forbids storage: nothing outlives the page. */
export function memoryStore(): Store {
  const records = new Map<number, SheetRecord>()
  const documents = new Map<string, unknown>()
  return {
    all: async () => [...records.values()],
    get: async (id) => records.get(id),
    async change(id, next) {
      const changed = next(records.get(id))
      if (changed) records.set(id, changed)
      return records.get(id)
    },
    async remove(id) {
      records.delete(id)
    },
    async keep(name, value) {
      documents.set(name, value)
    },
    kept: async <T>(name: string) => documents.get(name) as T | undefined,
  }
}
