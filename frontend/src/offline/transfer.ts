/** Unsent sheets as a file, for a tablet that will meet no network any more, and back. */
import { edited, isUnsent, openSheet, type Content, type ServerSheet, type SheetRecord } from './outbox'
import type { Store } from './store'

const FORMAT = 'unsent-scoresheets/1'

interface Exported {
  format: typeof FORMAT
  exported_at: string
  sheets: { id: number; owner: string; content: Content; edited_at: string; base: ServerSheet }[]
}

export function exportUnsent(records: readonly SheetRecord[], at: string): string {
  const sheets = records.flatMap(({ id, owner, content, editedAt, server, ...rest }) =>
    content && editedAt && (rest.conflict || isUnsent({ id, owner, content, editedAt, server, ...rest }))
      ? [{ id, owner, content, edited_at: editedAt, base: server }]
      : [],
  )
  return JSON.stringify({ format: FORMAT, exported_at: at, sheets } satisfies Exported, null, 1)
}

/**
 * Takes the sheets of such a file in. A sheet that was edited here later is left alone.
 * Answers how many were taken. Throws SyntaxError when the file is something else.
 */
export async function importUnsent(store: Store, text: string): Promise<number> {
  const file = JSON.parse(text) as Partial<Exported>
  if (file.format !== FORMAT || !Array.isArray(file.sheets)) throw new SyntaxError('not a file of unsent sheets')
  let taken = 0
  for (const sheet of file.sheets)
    await store.change(sheet.id, (record) => {
      const base = record ?? openSheet(sheet.base, sheet.owner)
      if (base.owner !== sheet.owner || (isUnsent(base) && (base.editedAt ?? '') >= sheet.edited_at)) return null
      taken += 1
      // An older base on purpose: if the server went on meanwhile, the judge must choose.
      return edited({ ...base, server: sheet.base }, sheet.content, sheet.edited_at)
    })
  return taken
}
