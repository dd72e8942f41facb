/**
 * The entries' thumbnails, kept on the device for a day without network. The service worker never
 * touches the API, so the page keeps them by itself.
 */
import { shallowReactive } from 'vue'
import { session } from '@/api/session'
import { day } from './day'

export interface Thumbnail {
  id: number
  url: string
}

/** Address of each picture that was asked for: a blob's, or null where nothing is kept. */
const shown = shallowReactive(new Map<string, string | null>())
const asked = new Set<string>()
let taking = false

const nameOf = (id: number) => `${session.user.value?.id}/${id}`

async function load(name: string): Promise<void> {
  asked.add(name)
  const kept = await day.then((store) => store.picture(name)).catch(() => undefined)
  shown.set(name, kept ? URL.createObjectURL(new Blob([kept.bytes], { type: kept.type })) : null)
}

/** True: it is on the device now. */
async function fetchOne(name: string, url: string): Promise<boolean> {
  const answer = await fetch(url, { credentials: 'same-origin' })
  if (!answer.ok) return answer.status < 500 // gone or refused: no use to try again soon
  const type = answer.headers.get('Content-Type') ?? 'image/webp'
  await (await day).putPicture(name, { type, bytes: await answer.arrayBuffer() })
  if (asked.has(name)) await load(name)
  return true
}

export const pictures = {
  /** The kept picture's address; null: not kept; undefined: not known yet. */
  address(id: number): string | null | undefined {
    const name = nameOf(id)
    if (!asked.has(name)) void load(name)
    return shown.get(name)
  },

  /** Fetches what is not kept, one after the other, and forgets what the judge's day holds no more. */
  async take(thumbnails: readonly Thumbnail[]): Promise<void> {
    if (taking || !navigator.onLine) return
    taking = true
    try {
      const store = await day
      const kept = new Set(await store.pictures())
      const wanted = new Map(thumbnails.map(({ id, url }) => [nameOf(id), url]))
      const own = `${session.user.value?.id}/`
      for (const name of kept) if (name.startsWith(own) && !wanted.has(name)) await store.removePicture(name)
      for (const [name, url] of wanted) if (!kept.has(name) && !(await fetchOne(name, url))) return
    } catch {
      // no network, or no room: the next reading of the queue tries again
    } finally {
      taking = false
    }
  },
}
