/**
 * The outbox as the interface sees it: reactive records, and the verbs that a sheet needs.
 * `edit` answers only when the scores are on the disk; sending goes on by itself.
 */
import { computed, readonly, ref, shallowReactive, watch } from 'vue'
import { call, Problem } from '@/api/client'
import { session } from '@/api/session'
import {
  discarded,
  edited,
  isUnsent,
  nextTry,
  openSheet,
  received,
  resolved,
  retried,
  status,
  type Content,
  type Difference,
  type ServerSheet,
  type SheetRecord,
  type Write,
} from './outbox'
import { indexedStore } from './idb'
import { memoryStore, type Store } from './store'
import { createSync, type Outcome } from './sync'
import { exportUnsent, importUnsent } from './transfer'
import { uuid } from './uuid'

const EVERY = 15_000
const ANSWER_WITHIN = 20_000

let waiting: ReturnType<typeof setTimeout> | undefined

const records = shallowReactive(new Map<number, SheetRecord>())
const safe = ref(true)
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('scoresheets') : null

const store: Promise<Store> = indexedStore().catch(() => {
  safe.value = false // a private window may forbid storage: say so, and go on
  return memoryStore()
})

function owner(): string | null {
  return session.user.value ? String(session.user.value.id) : null
}

function show(record: SheetRecord): void {
  records.set(record.id, record)
}

function announce(record: SheetRecord): void {
  show(record)
  channel?.postMessage(record.id)
}

/** Of a row of the queue only what the outbox keeps. */
function serverSheet({ id, revision, values, comments, kind, state, points }: ServerSheet): ServerSheet {
  return { id, revision, values, comments, kind, state, points: points ?? null }
}

export function deviceName(): string {
  const name = localStorage.getItem('device') ?? uuid().slice(0, 8)
  localStorage.setItem('device', name)
  return name
}

async function send(id: number, write: Write): Promise<Outcome> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), ANSWER_WITHIN)
  try {
    const { data } = await call<ServerSheet>('PUT', `/api/v1/scoresheets/${id}/`, {
      body: write.body,
      ifMatch: write.ifMatch,
      idempotencyKey: write.key,
      signal: patience.signal,
    })
    return isReceipt(data, id) ? { type: 'accepted', sheet: data } : { type: 'no-answer' }
  } catch (error) {
    return error instanceof Problem ? outcomeOf(error) : { type: 'no-answer' }
  } finally {
    clearTimeout(timer)
  }
}

/** Whether this says that the server has a revision of this sheet: anything else was not its answer. */
function isReceipt(data: Partial<ServerSheet> | null, id: number): data is ServerSheet {
  return data?.id === id && Number.isInteger(data.revision) && data.receipt?.revision === data.revision
}

function outcomeOf(problem: Problem): Outcome {
  const { status: code, errors, document } = problem
  if (code === 401) return { type: 'signed-out' }
  if (problem.temporary) return { type: 'no-answer' }
  if (code === 412 && document.current) return { type: 'conflict', current: document.current as ServerSheet }
  if (code === 409 && problem.code === 'operation-reused') return { type: 'key-taken' }
  return {
    type: 'refused',
    refusal: { status: code, code: problem.code, detail: problem.detail || problem.title, errors },
  }
}

const sync = store.then((opened) =>
  createSync({
    store: opened,
    send,
    owner,
    device: deviceName(),
    newKey: uuid,
    now: Date.now,
    chance: Math.random,
    changed: announce,
    async alone(task) {
      if ('locks' in navigator) await navigator.locks.request('scoresheets', task)
      else await task()
    },
  }),
)

async function change(id: number, next: (record: SheetRecord | undefined) => SheetRecord | null) {
  const record = await (await store).change(id, next)
  if (record) announce(record)
  return record
}

async function alter(id: number, next: (record: SheetRecord) => SheetRecord): Promise<void> {
  const record = await change(id, (stored) => (stored ? next(stored) : null))
  if (!record) throw new Error(`sheet ${id} is not on this device`)
  void scoresheets.sync()
}

async function start(): Promise<void> {
  for (const record of await (await store).all()) show(record)
  channel?.addEventListener('message', (event: MessageEvent<number>) => {
    void store.then((opened) => opened.get(event.data)).then((record) => record && show(record))
  })
  const hasten = () => void scoresheets.sync({ hasten: true })
  addEventListener('online', hasten)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') hasten()
  })
  watch([owner, session.ended], ([who, ended]) => who && !ended && hasten(), { immediate: true })
  setInterval(() => void scoresheets.sync(), EVERY)
  // Besides the scores, and never in their way.
  void import('./tablet').catch(() => {})
}

const mine = computed(() => [...records.values()].filter((record) => record.owner === owner()))

export const scoresheets = {
  records: records as ReadonlyMap<number, SheetRecord>,
  /** False: the browser keeps nothing; what is entered lives only as long as this page. */
  safe: readonly(safe),
  /** How many own sheets lie on this device, sent or not. */
  held: computed(() => mine.value.length),
  unsent: computed(() => mine.value.filter(isUnsent).length),
  conflicts: computed(() => mine.value.filter((record) => status(record) === 'conflict').length),

  /**
   * Takes the judge's queue in, for work without network; forgets sent sheets that left it. `isOpen`:
   * whether the server takes scores of that sheet now.
   */
  async take<Sheet extends ServerSheet>(sheets: readonly Sheet[], isOpen: (sheet: Sheet) => boolean): Promise<void> {
    const who = owner()
    if (who === null) return
    const refused = scoresheets.refused.value.length
    for (const sheet of sheets)
      await change(sheet.id, (record) =>
        record ? received(record, serverSheet(sheet), isOpen(sheet)) : openSheet(serverSheet(sheet), who),
      )
    if (scoresheets.refused.value.length < refused) void scoresheets.sync()
    const wanted = new Set(sheets.map((sheet) => sheet.id))
    for (const record of mine.value)
      if (!wanted.has(record.id) && status(record) === 'sent') {
        await (await store).remove(record.id)
        records.delete(record.id)
      }
  },

  /** Stores an edit. Settles when it is on the disk; rejects when it is not. */
  edit: (id: number, content: Content) => alter(id, (record) => edited(record, content, new Date().toISOString())),

  /** Ends a conflict, difference by difference. */
  resolve: (id: number, takesTheirs: (difference: Difference) => boolean) =>
    alter(id, (record) => resolved(record, takesTheirs, new Date().toISOString())),

  retry: (id: number) => alter(id, retried),

  /** Drops what the server refused; asked for by the judge alone, never done by itself. */
  discard: (id: number) => alter(id, discarded),

  /** Own sheets that the server refused, also those that left the queue. */
  refused: computed(() => mine.value.filter((record) => status(record) === 'refused')),

  async sync(options: { hasten?: boolean } = {}): Promise<void> {
    await (await sync).run(options)
    // A browser does not always tell that the network is back: try when it is time, not at the next tick.
    clearTimeout(waiting)
    const due = nextTry(mine.value, Date.now())
    if (due !== null) waiting = setTimeout(() => void scoresheets.sync(), Math.min(due - Date.now(), EVERY))
  },

  /** Unsent sheets as a JSON file. */
  async exportFile(): Promise<File> {
    const at = new Date().toISOString()
    const text = exportUnsent(await (await store).all(), at)
    return new File([text], `phieu-cham-${at.slice(0, 10)}.json`, { type: 'application/json' })
  },

  /** Answers how many sheets were taken in. */
  async importFile(file: File): Promise<number> {
    const opened = await store
    const taken = await importUnsent(opened, await file.text())
    for (const record of await opened.all()) announce(record)
    void scoresheets.sync()
    return taken
  },

  /** Keeps a small answer (the queue, form definitions) for the next opening without network. */
  keep: async (name: string, value: unknown): Promise<void> => (await store).keep(`${owner()}/${name}`, value),
  kept: async <T>(name: string): Promise<T | undefined> => (await store).kept<T>(`${owner()}/${name}`),
}

void start()
