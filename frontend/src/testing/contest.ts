/** A contest as its organiser sees it, and the ways in which a write to it can fail. */
import type { Contest } from '@/api/contests'
import { t, type Feature } from '@/i18n/t'
import { problem, unreachable } from './page'

export const TEXTS: Feature[] = ['organise', 'contests', 'entries', 'paper']

const FORM_VERSION = { id: 11, form_code: 'phieu', number: 1 }
export const DIVISION = { id: 1, code: 'thcs', title: 'Trung học cơ sở', title_en: 'Lower secondary', order: 1 }
export const ROUND = {
  ...{ id: 5, code: 'final', title: 'Chung kết', title_en: '', order: 1, form_version: FORM_VERSION },
  ...{ attempts_max: 2, judges_per_entry: 3, locked_at: null },
}
export const CONTEST = {
  ...{ slug: 'sang-tao', kind: 'digital_content', title: 'Sáng tạo', title_en: '', campaign: null, state: 'open' },
  ...{ phase: 'entries', summary: 'Tóm tắt', summary_en: '', now: '2026-10-01T00:00:00Z' },
  organization: { code: 'q1', name: 'Quận 1', name_en: '' },
  ...{ entries_open_at: '2026-10-01T00:30:00Z', entries_close_at: null, submissions_close_at: null },
  ...{ judging_open_at: null, judging_close_at: null, team_min: 1, team_max: 3, entries_per_school: null },
  ...{ display_rule: 'initials', blind: false, live_standings: false, peers_after_submit: false, upload_rule: {} },
  ...{ divisions: [DIVISION], rounds: [ROUND] },
  permissions: { manage: true },
} as unknown as Contest

/** Ways in which a write can fail, and the title that is then shown. */
export const FAILURES: [string, () => Response, () => string][] = [
  ['412', () => problem(412, 'stale', { title: 'Vừa được sửa ở nơi khác' }), () => 'Vừa được sửa ở nơi khác'],
  ['428', () => problem(428, 'precondition-missing', { title: 'Thiếu điều kiện' }), () => 'Thiếu điều kiện'],
  ['500', () => new Response('<html>', { status: 500 }), () => t('common.problem.server')],
  ['no answer', unreachable, () => t('common.problem.network')],
]
