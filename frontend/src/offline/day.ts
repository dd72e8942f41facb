/**
 * What a day of judging needs besides scores: turns put off and the entries' pictures. A database of
 * its own, so that nothing here can stand in the way of a score.
 */
import { openDB, type DBSchema } from 'idb'
import type { Turn } from './turns'

interface KeptPicture {
  type: string
  bytes: ArrayBuffer
}

interface Schema extends DBSchema {
  turns: { key: string; value: Turn }
  pictures: { key: string; value: KeptPicture }
}

export interface DayStore {
  turns(): Promise<Turn[]>
  putTurn(turn: Turn): Promise<void>
  removeTurn(key: string): Promise<void>
  /** Names of the kept pictures. */
  pictures(): Promise<string[]>
  picture(name: string): Promise<KeptPicture | undefined>
  putPicture(name: string, picture: KeptPicture): Promise<void>
  removePicture(name: string): Promise<void>
}

async function indexedDay(): Promise<DayStore> {
  const database = await openDB<Schema>('san-thi-day', 1, {
    upgrade(opened) {
      opened.createObjectStore('turns', { keyPath: 'key' })
      opened.createObjectStore('pictures')
    },
  })
  return {
    turns: () => database.getAll('turns'),
    async putTurn(turn) {
      const transaction = database.transaction('turns', 'readwrite', { durability: 'strict' })
      await transaction.store.put(turn)
      await transaction.done
    },
    removeTurn: (key) => database.delete('turns', key),
    pictures: () => database.getAllKeys('pictures'),
    picture: (name) => database.get('pictures', name),
    async putPicture(name, picture) {
      await database.put('pictures', picture, name)
    },
    removePicture: (name) => database.delete('pictures', name),
  }
}

/** For tests, and where the browser forbids storage. */
export function memoryDay(): DayStore {
  const turns = new Map<string, Turn>()
  const pictures = new Map<string, KeptPicture>()
  return {
    turns: async () => [...turns.values()],
    putTurn: async (turn) => void turns.set(turn.key, turn),
    removeTurn: async (key) => void turns.delete(key),
    pictures: async () => [...pictures.keys()],
    picture: async (name) => pictures.get(name),
    putPicture: async (name, picture) => void pictures.set(name, picture),
    removePicture: async (name) => void pictures.delete(name),
  }
}

export const day: Promise<DayStore> = indexedDay().catch(memoryDay)
