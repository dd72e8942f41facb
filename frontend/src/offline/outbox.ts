/**
 * The way of a score from the tablet to the server, as pure functions over plain records: no DOM,
 * no network, no clock, no randomness. store.ts keeps the records, sync.ts moves them.
 *
 * A write in flight is frozen and repeated unchanged, with its key, until it is answered; edits made
 * meanwhile wait and go together in the next one. Nothing here ever drops what was entered.
 */

/** What a judge entered, as the API takes it. */
export interface Content {
  values: Readonly<Record<string, unknown>>
  comments: Readonly<Record<string, string>>
  state: 'draft' | 'submitted'
  /** "scored", or why there is no score: never a zero. */
  kind: string
}

/** The sheet as the server last told it. */
export interface ServerSheet extends Omit<Content, 'state'> {
  id: number
  revision: number
  state: string
  points?: string | null
  receipt?: { revision: number; sha256: string; at: string } | null
}

/** The body of one PUT. */
interface WriteBody extends Content {
  device: string
  edited_at: string
}

export interface Write {
  readonly key: string
  readonly ifMatch: number
  readonly body: WriteBody
  /** The edit that it carries; an older answer never covers a newer edit. */
  readonly edit: number
}

export interface Refusal {
  status: number
  code: string
  detail: string
  errors: readonly { detail: string; pointer: string }[]
}

/** Everything that the tablet knows of one sheet. */
export interface SheetRecord {
  readonly id: number
  /** Who entered it: a shared tablet must not send one judge's scores as another's. */
  readonly owner: string
  /** The newest content here; null as long as nothing was entered. */
  readonly content: Content | null
  readonly editedAt: string | null
  /** Counts edits. */
  readonly edit: number
  /** The last edit that the server has. */
  readonly sentEdit: number
  readonly server: ServerSheet
  readonly inFlight: Write | null
  /** The server's sheet that ours does not build upon; the judge chooses. */
  readonly conflict: ServerSheet | null
  /** Why the server will not take it as it is; the next edit clears it. */
  readonly refusal: Refusal | null
  readonly attempts: number
  /** Epoch ms before which no try makes sense. */
  readonly retryAt: number
}

export type Status = 'sent' | 'device' | 'conflict' | 'refused'

export interface Stamp {
  key: string
  now: number
  device: string
}

const FIRST_DELAY = 2_000
const LONGEST_DELAY = 60_000

export function openSheet(server: ServerSheet, owner: string): SheetRecord {
  return {
    id: server.id,
    owner,
    content: null,
    editedAt: null,
    edit: 0,
    sentEdit: 0,
    server,
    inFlight: null,
    conflict: null,
    refusal: null,
    attempts: 0,
    retryAt: 0,
  }
}

export const isUnsent = (record: SheetRecord): boolean => record.edit > record.sentEdit

export function status(record: SheetRecord): Status {
  if (record.conflict) return 'conflict'
  if (!isUnsent(record)) return 'sent'
  return record.refusal ? 'refused' : 'device'
}

/** What the sheet shows: the newest entered here, else the server's. */
export function shown(record: SheetRecord): Content {
  if (record.content && (isUnsent(record) || record.conflict)) return record.content
  return contentOf(record.server)
}

function contentOf(server: ServerSheet): Content {
  const { values, comments, kind } = server
  return { values, comments, kind, state: server.state === 'submitted' ? 'submitted' : 'draft' }
}

/** The judge entered something. */
export function edited(record: SheetRecord, content: Content, at: string): SheetRecord {
  return { ...record, content, editedAt: at, edit: record.edit + 1, refusal: null, retryAt: 0, attempts: 0 }
}

/** Refusals of a sheet that was closed; any other is of what it says, and only an edit mends that. */
const CLOSED: ReadonlySet<string> = new Set(['sheet-locked', 'sheet-void', 'sheet-after-peers', 'judging-closed'])

/**
 * The server's sheet was read; `open`: it takes scores now, so that what was refused while it was
 * closed goes again. Never covers what was entered here, nor a newer revision.
 */
export function received(record: SheetRecord, server: ServerSheet, open = false): SheetRecord {
  if (server.revision < record.server.revision) return record
  if (record.inFlight) return record // its answer decides
  const known = open && record.refusal && CLOSED.has(record.refusal.code) ? { ...record, refusal: null } : record
  // With unsent edits the old base stays, so that the server finds out whether they clash.
  if (isUnsent(known) && server.revision > known.server.revision) return known
  return { ...known, server }
}

/** Freezes the next write, or repeats the one that was never answered. Null: nothing to send now. */
export function nextWrite(record: SheetRecord, stamp: Stamp): SheetRecord | null {
  if (record.conflict || waits(record, stamp.now)) return null
  if (record.inFlight) return record
  if (!isUnsent(record) || record.refusal || !record.content || !record.editedAt) return null
  const inFlight: Write = {
    key: stamp.key,
    ifMatch: record.server.revision,
    edit: record.edit,
    body: { ...record.content, device: stamp.device, edited_at: record.editedAt },
  }
  return { ...record, inFlight }
}

/** The server took the write of that key. An answer to any other write is an old echo. */
export function accepted(record: SheetRecord, key: string, server: ServerSheet): SheetRecord {
  const write = record.inFlight
  if (write?.key !== key) return record
  return {
    ...record,
    server,
    inFlight: null,
    refusal: null,
    attempts: 0,
    retryAt: 0,
    sentEdit: Math.max(record.sentEdit, write.edit),
  }
}

/** 412: another device wrote first. Both sheets are kept until the judge has chosen. */
export function conflicted(record: SheetRecord, key: string, current: ServerSheet): SheetRecord {
  if (record.inFlight?.key !== key) return record
  const next = { ...record, inFlight: null, attempts: 0, retryAt: 0 }
  // Both say the same: nothing to choose.
  if (record.content && sameContent(record.content, contentOf(current)))
    return { ...next, server: current, sentEdit: record.edit, conflict: null }
  return { ...next, conflict: current }
}

/** 409 on the key: it once carried another body. The same content goes under a new key. */
export function keyTaken(record: SheetRecord, key: string): SheetRecord {
  return record.inFlight?.key === key ? { ...record, inFlight: null } : record
}

/** The server will never take this write (locked, value refused). The content stays, to be mended. */
export function refused(record: SheetRecord, key: string, refusal: Refusal): SheetRecord {
  const write = record.inFlight
  if (write?.key !== key) return record
  // Edits made meanwhile may mend what was refused: they deserve a try of their own.
  return { ...record, inFlight: null, refusal: write.edit < record.edit ? null : refusal, attempts: 0 }
}

/** No answer, or a passing fault: the very same write again, later. `chance` in 0..1 spreads tablets. */
export function postponed(record: SheetRecord, key: string, now: number, chance: number): SheetRecord {
  if (record.inFlight?.key !== key) return record
  const attempts = record.attempts + 1
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempts - 1, 10))
  return { ...record, attempts, retryAt: now + Math.round(delay * (0.5 + chance / 2)) }
}

/** Whether its next try is to come. One later than the longest delay was set by a clock that was ahead. */
function waits({ retryAt }: SheetRecord, now: number): boolean {
  return retryAt > now && retryAt <= now + LONGEST_DELAY
}

/** When the earliest of the tries that are to come is due (epoch ms); null: none waits. */
export function nextTry(records: readonly SheetRecord[], now: number): number | null {
  const due = records.filter((record) => isUnsent(record) && waits(record, now)).map(({ retryAt }) => retryAt)
  return due.length ? Math.min(...due) : null
}

/** Network is back, or the judge asked: do not wait longer. */
export function hastened(record: SheetRecord): SheetRecord {
  return record.retryAt ? { ...record, retryAt: 0 } : record
}

/** The judge asks to send again what was refused, e.g. after the sheet was reopened. */
export function retried(record: SheetRecord): SheetRecord {
  return { ...record, refusal: null, retryAt: 0, attempts: 0 }
}

/** The judge gives up what the server refused: the server's sheet stands. Anything else stays as it is. */
export function discarded(record: SheetRecord): SheetRecord {
  if (status(record) !== 'refused') return record
  return {
    ...record,
    content: null,
    editedAt: null,
    sentEdit: record.edit,
    inFlight: null,
    refusal: null,
    attempts: 0,
    retryAt: 0,
  }
}

/** One place where the two sheets of a conflict differ. */
export interface Difference {
  part: 'values' | 'comments' | 'kind' | 'state'
  /** Item id; empty for kind and state. */
  item: string
  mine: unknown
  theirs: unknown
}

export function differences(record: SheetRecord): Difference[] {
  if (!record.conflict || !record.content) return []
  const [mine, theirs] = [record.content, contentOf(record.conflict)]
  const found: Difference[] = []
  for (const part of ['values', 'comments'] as const) {
    const items = new Set([...Object.keys(mine[part]), ...Object.keys(theirs[part])])
    for (const item of items)
      if (!same(mine[part][item], theirs[part][item]))
        found.push({ part, item, mine: mine[part][item], theirs: theirs[part][item] })
  }
  for (const part of ['kind', 'state'] as const)
    if (mine[part] !== theirs[part]) found.push({ part, item: '', mine: mine[part], theirs: theirs[part] })
  return found
}

/**
 * The judge chose. `takesTheirs` tells for each difference; what is equal stays. The result is a new
 * edit upon the server's sheet, or nothing to send when it is the server's sheet.
 */
export function resolved(
  record: SheetRecord,
  takesTheirs: (difference: Difference) => boolean,
  at: string,
): SheetRecord {
  const { conflict, content } = record
  if (!conflict || !content) return record
  const merged = {
    values: { ...content.values },
    comments: { ...content.comments },
    kind: content.kind,
    state: content.state,
  }
  for (const difference of differences(record)) {
    if (!takesTheirs(difference)) continue
    if (difference.part === 'kind') merged.kind = conflict.kind
    else if (difference.part === 'state') merged.state = contentOf(conflict).state
    else if (difference.theirs === undefined) delete merged[difference.part][difference.item]
    else (merged[difference.part] as Record<string, unknown>)[difference.item] = difference.theirs
  }
  const base = { ...record, server: conflict, conflict: null }
  if (sameContent(merged, contentOf(conflict))) return { ...base, content: merged, sentEdit: record.edit }
  return edited(base, merged, at)
}

function sameContent(a: Content, b: Content): boolean {
  return a.kind === b.kind && a.state === b.state && same(a.values, b.values) && same(a.comments, b.comments)
}

/** Equal as JSON, whatever the order of keys; null, "" and absent are all "empty". */
function same(a: unknown, b: unknown): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b)
  // 8 and "8" are the same score; true is not the text "true".
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b
  if (typeof a !== 'object' || typeof b !== 'object') return String(a) === String(b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]))
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''
