/** A form's definition as the API sends it; the server has checked it (schema: /api/v1/schemas/form.json). */

/** A text in several languages; Vietnamese is always there. */
export type LocalText = { vi: string; en?: string | undefined }

/** An integer or a text holding a decimal or fraction. */
export type Amount = number | string
type ItemKind =
  | 'level'
  | 'number'
  | 'count'
  | 'boolean'
  | 'choice'
  | 'multi'
  | 'measure'
  | 'answer'
  | 'testcase'
  | 'metric'
  | 'computed'

export interface LevelDefinition {
  value?: Amount
  from?: Amount
  to?: Amount
  label: LocalText
  descriptor?: LocalText
}

interface OptionDefinition {
  id: string
  label: LocalText
  points?: Amount
}

export type MapDefinition =
  | { type: 'linear'; factor?: Amount; offset?: Amount }
  | { type: 'table'; table: Record<string, Amount> }
  | { type: 'steps'; steps: { from: Amount; points: Amount }[] }
  | { type: 'expression'; expression: unknown }

export interface ItemDefinition {
  id: string
  kind: ItemKind
  label: LocalText
  help?: LocalText
  min?: Amount
  max?: Amount
  step?: Amount
  levels?: LevelDefinition[]
  options?: OptionDefinition[]
  unit?: string
  source?: 'judge' | 'referee' | 'auto' | 'import'
  map?: MapDefinition | null
  weight?: Amount
  required?: boolean
  comment?: 'none' | 'optional' | 'required' | { required_below?: Amount; required_from?: Amount; private?: boolean }
  /** Ready phrases for its comment. */
  phrases?: LocalText[]
  /** What the judge is asked to write about. */
  prompts?: LocalText[]
  initial?: unknown
  expression?: unknown
  ranked?: boolean
}

export interface TotalDefinition {
  aggregate?: 'sum' | 'min' | 'max' | 'mean' | 'product' | 'best'
  k?: number
  cap?: Amount
  floor?: Amount
}

export interface GroupDefinition extends TotalDefinition {
  id: string
  label?: LocalText
  help?: LocalText
  items?: string[]
  groups?: string[]
  weight?: Amount
  gate?: unknown
  ranked?: boolean
}

export interface RuleDefinition {
  id: string
  expression: unknown
  severity?: 'block' | 'warn'
  message: LocalText
  items?: string[]
}

export interface FormDefinition {
  schema: 1
  title?: LocalText
  help?: LocalText
  /** Ready phrases for the comment on the whole. */
  phrases?: LocalText[]
  items: ItemDefinition[]
  groups?: GroupDefinition[]
  total?: TotalDefinition
  prompts?: LocalText[]
  /** Of the comment on the whole sheet. */
  comment?: { private?: boolean }
  rules?: RuleDefinition[]
}
