/**
 * A scoring form and the evaluation of one sheet: the twin of scoring/form.py and evaluation.py,
 * held together by the vectors in tests/vectors/form. Never throws on a sheet's values.
 */
import type { FormDefinition, GroupDefinition, RuleDefinition } from './definition'
import { greatest, least, multiply, number, ONE, ZERO, type Fraction } from './exact'
import { bounded, ExpressionError, numeric, parse, truth, type Expression, type Lookup, type Value } from './expression'
import { aggregateBounds, aggregated, readAggregate, type Aggregate, type Member } from './groups'
import { demandsComment, pointsOf, readItem, readValue, scaled, ValueProblem, type Bounds, type Item } from './items'

export type { FormDefinition } from './definition'
export type { Item } from './items'

interface Group {
  readonly definition: GroupDefinition
  readonly items: readonly string[]
  readonly groups: readonly string[]
  readonly aggregate: Aggregate
  readonly weight: Fraction
  readonly gate: Expression | null
  readonly ranked: boolean
}

export interface Form {
  readonly definition: FormDefinition
  readonly items: ReadonlyMap<string, Item>
  readonly groups: ReadonlyMap<string, Group>
  readonly topItems: readonly string[]
  readonly topGroups: readonly string[]
  readonly total: Aggregate
  readonly rules: readonly { definition: RuleDefinition; expression: Expression }[]
  /** The highest total that the items' domains allow, if known. */
  readonly maximum: Fraction | null
}

export interface Problem {
  readonly code: string
  readonly pointer: string
  readonly item: string | null
  readonly severity: 'block' | 'warn'
  readonly params: Readonly<Record<string, unknown>>
}

export interface ItemResult {
  readonly value: Value
  readonly number: Fraction | null
  readonly points: Fraction | null
}

export interface Evaluation {
  /** null unless `complete`. */
  readonly points: Fraction | null
  readonly maximum: Fraction | null
  readonly items: ReadonlyMap<string, ItemResult>
  readonly groups: ReadonlyMap<string, Fraction | null>
  readonly problems: readonly Problem[]
  readonly complete: boolean
  /** The total of what is known so far. */
  readonly running: Fraction | null
}

type Document = Readonly<Record<string, unknown>>

/** Reads a definition that the server has checked. */
export function parseForm(definition: FormDefinition): Form {
  const items = new Map(definition.items.map((item) => [item.id, readItem(item)]))
  const groups = new Map((definition.groups ?? []).map((group) => [group.id, readGroup(group)]))
  const owned = new Set([...groups.values()].flatMap((group) => [...group.items, ...group.groups]))
  const topItems = [...items.keys()].filter((id) => !owned.has(id))
  const topGroups = [...groups.keys()].filter((id) => !owned.has(id))
  const total = readAggregate(definition.total)
  const rules = (definition.rules ?? []).map((rule) => ({ definition: rule, expression: parse(rule.expression) }))
  const maximum = aggregateBounds(total, members(topItems, topGroups, items, groups))[1]
  return { definition, items, groups, topItems, topGroups, total, rules, maximum }
}

function readGroup(definition: GroupDefinition): Group {
  const { gate, weight } = definition
  return {
    definition,
    items: definition.items ?? [],
    groups: definition.groups ?? [],
    aggregate: readAggregate(definition),
    weight: weight === undefined || weight === null ? ONE : number(weight),
    gate: gate === undefined || gate === null ? null : parse(gate),
    ranked: definition.ranked ?? true,
  }
}

function groupBounds(group: Group, inner: readonly Member[]): Bounds {
  let [low, high] = aggregateBounds(group.aggregate, inner)
  if (group.gate) [low, high] = [low && least([low, ZERO]), high && greatest([high, ZERO])]
  return scaled([low, high], group.weight)
}

/** Ranked members' bounds, and whether each always has points. */
function members(
  itemIds: readonly string[],
  groupIds: readonly string[],
  items: ReadonlyMap<string, Item>,
  groups: ReadonlyMap<string, Group>,
): Member[] {
  const found: Member[] = []
  for (const item of itemIds.map((id) => items.get(id)!)) if (item.ranked) found.push([item.bounds, item.required])
  for (const group of groupIds.map((id) => groups.get(id)!)) {
    const inner = group.ranked ? members(group.items, group.groups, items, groups) : []
    if (inner.length) found.push([groupBounds(group, inner), inner.some(([, there]) => there)])
  }
  return found
}

const EMPTY: ItemResult = { value: null, number: null, points: null }
const isEmpty = (value: unknown) => value === undefined || value === null || value === ''
const own = (document: Document, name: string) =>
  Object.prototype.hasOwnProperty.call(document, name) ? document[name] : undefined
const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Evaluates a sheet's values and comments. */
export function evaluate(form: Form, values: unknown, comments: unknown = {}): Evaluation {
  return new Sheet(form, values, comments).evaluate()
}

class Sheet {
  private readonly problems: Problem[] = []
  private readonly results: Map<string, ItemResult>
  private readonly groups: Map<string, Fraction | null>
  private readonly blocked = new Set<string>()
  private readonly values: Document
  private readonly comments: Document

  constructor(
    private readonly form: Form,
    values: unknown,
    comments: unknown,
  ) {
    this.values = this.document(values, '/values')
    this.comments = this.document(comments, '/comments')
    this.results = new Map([...form.items.keys()].map((id) => [id, EMPTY]))
    this.groups = new Map([...form.groups.keys()].map((id) => [id, null]))
  }

  evaluate(): Evaluation {
    const { form } = this
    this.enter()
    this.compute()
    this.comment()
    const running = this.total()
    this.check()
    this.strays()
    const ranks =
      form.topItems.some((id) => form.items.get(id)!.ranked) || form.topGroups.some((id) => form.groups.get(id)!.ranked)
    const whole = !this.problems.some((problem) => problem.severity === 'block')
    if (whole && running === null && ranks) this.problem('empty', '/values', null)
    const complete = whole && !(running === null && ranks)
    return {
      points: complete ? running : null,
      maximum: form.maximum,
      items: this.results,
      groups: this.groups,
      problems: this.problems,
      complete,
      running,
    }
  }

  private total(): Fraction | null {
    try {
      return aggregated(this.form.total, this.points(this.form.topItems, this.form.topGroups))
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      this.problem(error.code, '/values', null, error.params)
      return null
    }
  }

  private document(value: unknown, pointer: string): Document {
    if (isDocument(value)) return value
    if (value !== null && value !== undefined) this.problem('type', pointer, null, { expected: 'object' })
    return {}
  }

  private problem(
    code: string,
    pointer: string,
    item: string | null,
    params: Readonly<Record<string, unknown>> = {},
    severity: Problem['severity'] = 'block',
  ): void {
    this.problems.push({ code, pointer, item, severity, params })
  }

  private block(code: string, item: Item, params: Readonly<Record<string, unknown>> = {}): void {
    this.blocked.add(item.id)
    this.problem(code, `/values/${item.id}`, item.id, params)
  }

  /** Blocks the item if the error tells why it has no value; else throws on. */
  private caught(error: unknown, item: Item): void {
    if (!(error instanceof ExpressionError || error instanceof ValueProblem)) throw error
    this.block(error.code, item, error.params)
  }

  private readonly lookup: Lookup = (name) => {
    const [base = '', part] = name.split('.')
    const result = this.results.get(base)
    if (!result) throw new ExpressionError('unknown-name', { name })
    if (part === 'points') return result.points
    return part === 'option' ? result.value : result.number
  }

  private dependsOnBlocked(expression: Expression): boolean {
    return [...expression.names].some((name) => this.blocked.has(name.split('.')[0]!))
  }

  private enter(): void {
    for (const item of this.form.items.values()) {
      const value = own(this.values, item.id)
      if (item.kind === 'computed') {
        if (!isEmpty(value)) this.problem('computed-given', `/values/${item.id}`, item.id, {}, 'warn')
      } else if (isEmpty(value)) {
        if (item.required) this.block('required', item)
      } else {
        try {
          this.score(item, ...readValue(item, value))
        } catch (error) {
          this.caught(error, item)
        }
      }
    }
  }

  private score(item: Item, value: Value, read: Fraction): void {
    this.results.set(item.id, { value, number: read, points: null })
    if (item.map?.type === 'expression' && this.dependsOnBlocked(item.map.expression)) {
      this.blocked.add(item.id)
      return
    }
    this.results.set(item.id, { value, number: read, points: pointsOf(item, value, read, this.lookup) })
  }

  private compute(): void {
    for (const item of this.form.items.values()) {
      if (!item.expression) continue
      if (this.dependsOnBlocked(item.expression)) {
        this.blocked.add(item.id)
        continue
      }
      try {
        const value = item.expression.run(this.lookup)
        if (typeof value === 'string' || Array.isArray(value))
          throw new ExpressionError('expression-type', { expected: 'number' })
        const read = numeric(value)
        if (read) this.score(item, value, read)
        else if (item.required) this.block('required', item)
      } catch (error) {
        this.caught(error, item)
      }
    }
  }

  private comment(): void {
    for (const item of this.form.items.values()) {
      const comment = own(this.comments, item.id)
      const pointer = `/comments/${item.id}`
      if (comment !== undefined && comment !== null && typeof comment !== 'string') {
        this.problem('type', pointer, item.id, { expected: 'text' })
        continue
      }
      const read = this.results.get(item.id)!.number
      if (read && demandsComment(item, read) && !comment?.trim()) this.problem('comment-required', pointer, item.id)
    }
  }

  /** Points of the ranked members; groups that are not ranked are computed too. */
  private points(items: readonly string[], groups: readonly string[]): (Fraction | null)[] {
    groups.forEach((id) => this.group(id))
    return [
      ...items.filter((id) => this.form.items.get(id)!.ranked).map((id) => this.results.get(id)!.points),
      ...groups.filter((id) => this.form.groups.get(id)!.ranked).map((id) => this.groups.get(id)!),
    ]
  }

  private group(id: string): void {
    const group = this.form.groups.get(id)!
    const members = this.points(group.items, group.groups)
    try {
      let value = aggregated(group.aggregate, members)
      if (value && group.gate && !truth(group.gate.run(this.lookup))) value = ZERO
      this.groups.set(id, value && bounded(multiply(value, group.weight)))
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      this.problem(error.code, `/groups/${id}`, null, { group: id, ...error.params })
    }
  }

  /** Checks the rules whose items are all readable. */
  private check(): void {
    for (const { definition: rule, expression } of this.form.rules) {
      if (this.dependsOnBlocked(expression)) continue
      const [pointer, item] = [`/rules/${rule.id}`, rule.items?.[0] ?? null]
      try {
        if (truth(expression.run(this.lookup))) continue
        const params = { rule: rule.id, items: rule.items ?? [], message: rule.message }
        this.problem('rule', pointer, item, params, rule.severity ?? 'block')
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        this.problem(error.code, pointer, item, { rule: rule.id, ...error.params })
      }
    }
  }

  /** Names values and comments of items that the form does not have. */
  private strays(): void {
    for (const [document, given] of [
      ['values', this.values],
      ['comments', this.comments],
    ] as const)
      for (const name of Object.keys(given))
        if (!this.form.items.has(name)) {
          const key = name.slice(0, 60)
          this.problem('unknown-item', `/${document}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`, key)
        }
  }
}
