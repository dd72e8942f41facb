/**
 * What the tablet tells besides scores: that it is there, and turns that the judge put off. Fails
 * silently and tries again; the judge is never disturbed, and no score waits for it.
 */
import { computed, shallowReactive, watch } from 'vue'
import { call, Problem } from '@/api/client'
import { session } from '@/api/session'
import { day } from './day'
import { isDue, type Beat } from './heartbeat'
import { deviceName, scoresheets } from './scoresheets'
import { bodyOf, lastTurns, type SkipKind, type Turn } from './turns'
import { uuid } from './uuid'

const LOOK = 5_000
const ANSWER_WITHIN = 20_000

const known = shallowReactive(new Map<string, Turn>())
const owner = () => (session.user.value ? String(session.user.value.id) : null)
let last: Beat | null = null
let sending = false

async function post(path: string, body: unknown, idempotencyKey?: string): Promise<number> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), ANSWER_WITHIN)
  try {
    const { status } = await call('POST', path, {
      body,
      signal: patience.signal,
      ...(idempotencyKey && { idempotencyKey }),
    })
    return status
  } finally {
    clearTimeout(timer)
  }
}

const awake = () =>
  document.visibilityState === 'visible' && navigator.onLine && session.is('judge') && !session.ended.value

async function beat(): Promise<void> {
  const unsent = scoresheets.unsent.value
  if (!isDue(last, { now: Date.now(), unsent, awake: awake() })) return
  last = { at: Date.now(), unsent }
  await post('/api/v1/devices/heartbeat/', { device: deviceName(), unsent }).catch(() => {})
}

/** Sends what waits, oldest first; stops at the first that gets no answer. */
async function deliver(): Promise<void> {
  const who = owner()
  if (sending || who === null || !navigator.onLine || session.ended.value) return
  sending = true
  try {
    for (const turn of [...known.values()].sort((a, b) => a.at.localeCompare(b.at)))
      if (turn.owner === who && !turn.sent && !(await sendTurn(turn))) return
  } finally {
    sending = false
  }
}

async function sendTurn(turn: Turn): Promise<boolean> {
  try {
    // 201 alone is our server's word: a network's sign-in page answers 200 or 204.
    if ((await post(`/api/v1/scoresheets/${turn.sheet}/skip/`, bodyOf(turn, deviceName()), turn.key)) !== 201)
      return false
    await put({ ...turn, sent: true })
    return true
  } catch (error) {
    // The sheet is this judge's no more: there is no turn to put off.
    if (error instanceof Problem && !error.temporary && error.status !== 401) {
      await forget(turn)
      return true
    }
    return false
  }
}

async function put(turn: Turn): Promise<void> {
  await (await day).putTurn(turn)
  known.set(turn.key, turn)
}

async function forget(turn: Turn): Promise<void> {
  await (await day).removeTurn(turn.key)
  known.delete(turn.key)
}

export const tablet = {
  /** The last turn put off of each own sheet, as this device knows. */
  turns: computed(() => lastTurns(known.values(), owner())),

  /** Puts a turn off; settles when it is on the disk. */
  async skip(sheet: number, kind: SkipKind, note: string): Promise<void> {
    const who = owner()
    if (who === null) throw new Error('nobody is signed in')
    await put({ key: uuid(), owner: who, sheet, kind, note, at: new Date().toISOString(), sent: false })
    void deliver()
  },

  /** Those that the server has: a queue that is read after this tells them back. */
  delivered: (): Turn[] => [...known.values()].filter((turn) => turn.sent && turn.owner === owner()),
  async forget(turns: readonly Turn[]): Promise<void> {
    for (const turn of turns) await forget(turn)
  },
}

async function start(): Promise<void> {
  for (const turn of await (await day).turns()) known.set(turn.key, turn)
  const look = () => {
    void beat()
    void deliver()
  }
  addEventListener('online', look)
  document.addEventListener('visibilitychange', look)
  watch([owner, () => session.is('judge')], look, { immediate: true })
  setInterval(look, LOOK)
}

void start().catch(() => {})
