/** The store on IndexedDB. A promise settles after the transaction is complete, never before. */
import { openDB, type DBSchema } from 'idb'
import type { SheetRecord } from './outbox'
import type { Store } from './store'

interface Schema extends DBSchema {
  sheets: { key: number; value: SheetRecord }
  documents: { key: string; value: unknown }
}

export async function indexedStore(): Promise<Store> {
  const database = await openDB<Schema>('san-thi', 1, {
    upgrade(opened) {
      opened.createObjectStore('sheets', { keyPath: 'id' })
      opened.createObjectStore('documents')
    },
  })
  // Asks the browser not to throw the scores away when space runs short.
  void navigator.storage?.persist?.().catch(() => false)
  return {
    all: () => database.getAll('sheets'),
    get: (id) => database.get('sheets', id),
    async change(id, next) {
      const transaction = database.transaction('sheets', 'readwrite', { durability: 'strict' })
      const before = await transaction.store.get(id)
      const changed = next(before)
      if (changed) await transaction.store.put(changed)
      await transaction.done
      return changed ?? before
    },
    remove: (id) => database.delete('sheets', id),
    async keep(name, value) {
      const transaction = database.transaction('documents', 'readwrite', { durability: 'strict' })
      await transaction.store.put(value, name)
      await transaction.done
    },
    kept: async <T>(name: string) => (await database.get('documents', name)) as T | undefined,
  }
}
