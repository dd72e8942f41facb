/** Which sheets the judge has put off, as server and device know. */
import { scoresheets } from '@/offline/scoresheets'
import { tablet } from '@/offline/tablet'
import { newerSkip, type Skip } from '@/offline/turns'
import { inTurn, isDone, sectionsOf, stageOf, type Section } from './order'
import type { QueueSheet } from './queue'

/** Null once the sheet is submitted: it was put off no longer. */
export function skipOf(sheet: QueueSheet): Skip | null {
  if (isDone(stageOf(sheet, scoresheets.records.get(sheet.id)))) return null
  return newerSkip(tablet.turns.value.get(sheet.id), sheet.skipped)
}

/** The rounds with their sheets in the order in which the judge will meet them. */
export const turnsOf = (sheets: readonly QueueSheet[]): Section[] =>
  sectionsOf(sheets).map((section) => ({ ...section, sheets: inTurn(section.sheets, skipOf) }))
