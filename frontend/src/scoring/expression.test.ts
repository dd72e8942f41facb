/** The golden vectors of expressions. What a definition may hold is the server's to check. */
import { expect, it } from 'vitest'
import vectors from '../../../tests/vectors/expression.json'
import { number, text } from './exact'
import { type ExpressionError, parse, type Value } from './expression'

type Written = null | boolean | string | { n: string } | readonly Written[]

function read(value: unknown): Value {
  if (Array.isArray(value)) return value.map(read)
  return typeof value === 'object' && value !== null ? number((value as { n: string }).n) : (value as Value)
}

function write(value: Value): Written {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(write)
  return { n: text(value as Exclude<Value, null | boolean | string | readonly Value[]>) }
}

const variables = new Map(Object.entries(vectors.variables).map(([name, value]) => [name, read(value)]))
const lookup = (name: string): Value => variables.get(name) ?? null
const cases = (vectors.cases as { expression: unknown; value?: unknown; error?: string; invalid?: string }[]).filter(
  (entry) => entry.invalid === undefined,
)

it.each(cases.map((entry) => [JSON.stringify(entry.expression).slice(0, 70), entry] as const))('%s', (_name, entry) => {
  const run = () => parse(entry.expression).run(lookup)
  if (entry.error === undefined) return expect(write(run())).toEqual(entry.value)
  try {
    run()
  } catch (error) {
    return expect((error as ExpressionError).code).toBe(entry.error)
  }
  expect.fail(`no error ${entry.error}`)
})
