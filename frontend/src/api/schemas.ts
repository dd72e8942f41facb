/** The server's shapes by name, from the committed OpenAPI document. */
import type { components } from './schema'

export type Schemas = components['schemas']

/** A page of a long list. */
export interface Page<Row> {
  next: string | null
  results: Row[]
}
