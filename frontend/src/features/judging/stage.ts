/** How far a sheet is, in colour and sign; the words are texts. */
import type { Stage } from './order'

export const STAGE_LOOK = {
  not_started: { tone: 'neutral', icon: 'clock' },
  draft: { tone: 'accent', icon: 'device' },
  reopened: { tone: 'warning', icon: 'warning' },
  submitted: { tone: 'success', icon: 'check' },
  locked: { tone: 'neutral', icon: 'lock' },
} as const satisfies Record<Stage, unknown>
