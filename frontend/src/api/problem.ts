/** Errors as RFC 9457 problem documents: what the server said, found again by field. */
import { t } from '@/i18n/t'

export interface FieldError {
  detail: string
  /** JSON pointer into the request's body, e.g. "/members/0/name". */
  pointer: string
}

interface ProblemDocument {
  type?: string
  title?: string
  detail?: string
  errors?: FieldError[]
  current?: unknown
}

/** Every failed request throws one; `status` 0 means that no answer came. */
export class Problem extends Error {
  readonly status: number
  /** Stable last part of the problem's type, e.g. "sheet-stale". */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: readonly FieldError[]
  /** The whole document, with whatever members the type adds. */
  readonly document: Readonly<Record<string, unknown>>

  constructor(status: number, document: Record<string, unknown> = {}) {
    const known = document as ProblemDocument
    const fallback = status === 0 ? 'network' : 'server'
    const title = known.title ?? t(`common.problem.${fallback}`)
    super(title)
    this.name = 'Problem'
    this.status = status
    this.code = known.type?.split(/[/:#]/).pop() || fallback
    this.title = title
    this.detail = known.detail ?? (known.title ? '' : t(`common.problem.${fallback}_next`))
    this.errors = known.errors ?? []
    this.document = document
  }

  /** The error text of one field. */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail
  }

  /** No answer, or one that says that a later try may succeed. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }
}

/** Anything thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0)
}

/** The problem that an answer's status and body tell of. */
export function problemFrom(status: number, body: string): Problem {
  try {
    const document: unknown = JSON.parse(body)
    if (document && typeof document === 'object') return new Problem(status, document as Record<string, unknown>)
  } catch {
    // a proxy may answer in HTML
  }
  return new Problem(status)
}
