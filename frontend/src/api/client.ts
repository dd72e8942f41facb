/**
 * The one way to the server: cookies, CSRF, language, problems, entity tags. Files: upload.ts.
 * Score writes do not pass here directly but through offline/outbox.
 */
import { language } from '@/i18n/t'
import { Problem, problemFrom } from './problem'

export { asProblem, Problem } from './problem'

/** An answer's body with the entity tag that a later write must carry. */
export interface Answer<T> {
  data: T
  etag: string | null
  status: number
}

export interface Options {
  query?: Record<string, string | number | boolean | null | undefined>
  body?: unknown
  headers?: Record<string, string>
  /** Revision or ETag that the write is based on. */
  ifMatch?: string | number
  idempotencyKey?: string
  signal?: AbortSignal
  /** Asks as an anonymous visitor, whoever is signed in: what the public may see, no more. */
  anonymous?: boolean
}

type Listener = () => void
const onSignedOut = new Set<Listener>()

/** Calls back whenever the server answers 401. Nothing is dropped or redirected. */
export function whenSignedOut(listener: Listener): () => void {
  onSignedOut.add(listener)
  return () => onSignedOut.delete(listener)
}

/** Django's CSRF token; the cookie is set by the first GET. */
function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ''
}

const JSON_TYPE = 'application/json'

export function standardHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: JSON_TYPE,
    'Accept-Language': language(),
  }
  if (!/^(GET|HEAD|OPTIONS)$/.test(method)) headers['X-CSRFToken'] = csrfToken()
  return headers
}

/**
 * The problem of an answer that is no success. A captive portal or a proxy refuses in HTML: that is
 * not our server's word, so no answer came; except that 413 and 5xx mean the same from anybody.
 */
export function failed(status: number, type: string | null, body: string): Problem {
  if (!isJson(type) && status !== 413 && status < 500) return new Problem(0)
  const problem = problemFrom(status, body)
  // allauth answers 401, too, when it only wants the password once more.
  const meta = problem.document.meta as { is_authenticated?: boolean } | undefined
  if (status === 401 && !meta?.is_authenticated) onSignedOut.forEach((listener) => listener())
  return problem
}

const isJson = (type: string | null): boolean => /^application\/([\w.-]+\+)?json\b/.test(type ?? '')

/** Whether a success is our server's: empty, or of the type that is awaited. */
export function isOurs(status: number, type: string | null, takes = JSON_TYPE): boolean {
  return status === 204 || status === 304 || (takes === JSON_TYPE ? isJson(type) : (type ?? '').startsWith(takes))
}

/** fetch() with our headers that throws a Problem on anything but our server's success or 304. */
export async function send(
  request: Request,
  { credentials = 'same-origin', takes = JSON_TYPE }: { credentials?: RequestCredentials; takes?: string } = {},
): Promise<Response> {
  for (const [name, value] of Object.entries(standardHeaders(request.method))) request.headers.set(name, value)
  let response: Response
  try {
    response = await fetch(request, { credentials })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0)
  }
  const type = response.headers.get('Content-Type')
  if (!response.ok && response.status !== 304) throw failed(response.status, type, await response.text())
  if (!isOurs(response.status, type, takes)) throw new Problem(0)
  return response
}

/** Asks any path. Throws Problem. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const url = new URL(path, location.origin)
  for (const [name, value] of Object.entries(options.query ?? {}))
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value))
  const headers = new Headers(options.headers)
  if (options.ifMatch !== undefined) headers.set('If-Match', entityTag(options.ifMatch))
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey)
  const init: RequestInit = { method, headers }
  if (options.signal) init.signal = options.signal
  if (options.body instanceof FormData) init.body = options.body
  else if (options.body !== undefined) {
    headers.set('Content-Type', 'application/json')
    init.body = JSON.stringify(options.body)
  }
  const response = await send(new Request(url, init), { credentials: options.anonymous ? 'omit' : 'same-origin' })
  return {
    data: parsed(await response.text()) as T,
    etag: response.headers.get('ETag'),
    status: response.status,
  }
}

/** A body that was cut off on its way is no answer. */
export function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null
  } catch {
    throw new Problem(0)
  }
}

/** A body only, for reads. */
export async function get<T>(path: string, options: Options = {}): Promise<T> {
  return (await call<T>('GET', path, options)).data
}

/** A revision number or a tag, quoted as HTTP wants it. */
export function entityTag(revision: string | number): string {
  const tag = String(revision)
  return /^(W\/)?".*"$/.test(tag) ? tag : `"${tag}"`
}
