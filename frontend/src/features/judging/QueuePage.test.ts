/**
 * What the queue promises to the judge.
 * @vitest-environment happy-dom
 */
import { screen, waitFor, within } from '@testing-library/dom'
import { expect, it } from 'vitest'
import { signOut } from '@/api/session'
import { t } from '@/i18n/t'
import SyncState from '@/offline/SyncState.vue'
import { hallWith, openQueue, openSheet, sheetOf, triedInVain, whereabouts } from '@/testing/hall'
import { askedOf, button, closePage, dialog, json, openPart, press, problem, serve, user } from '@/testing/page'

const codes = () => [...document.querySelectorAll('.queue-code')].map((code) => code.textContent)
const row = (code: string) => screen.getAllByRole('listitem').find((item) => within(item).queryByText(code))!
const opened = () => screen.findByRole('heading', { name: 'Chung kết' })

const DONE = { state: 'submitted', revision: 2, values: { idea: 5, demo: 7 }, points: '12.5' } as const

it('shows the sheets in their order, the progress and the next one', async () => {
  await hallWith([sheetOf('B7', DONE), sheetOf('A2'), sheetOf('C1', { revision: 1, values: { idea: 5 } })])
  await openQueue()
  await opened()
  expect(codes()).toEqual(['B7', 'A2', 'C1'])
  expect(
    screen.getAllByRole('listitem').map((item) => item.textContent.match(/Đã nộp|Chưa chấm|Đang chấm/)?.[0]),
  ).toEqual(['Đã nộp', 'Chưa chấm', 'Đang chấm'])
  expect(row('B7').textContent).toContain('12,5')
  expect(screen.getByText(t('judging.own', { done: 1, count: 3 }))).toBeTruthy()
  expect(screen.getByRole('link', { name: new RegExp(t('judging.score_next', { code: 'A2' })) })).toBeTruthy()
  const progress = screen.getByRole('progressbar', { name: t('judging.progress') })
  expect([progress.getAttribute('aria-valuenow'), progress.getAttribute('aria-valuemax')]).toEqual(['1', '3'])
})

it('narrows the list to what is to do or done', async () => {
  await hallWith([sheetOf('B7', DONE), sheetOf('A2')])
  await openQueue()
  await opened()
  await user.click(screen.getByRole('radio', { name: `${t('judging.filter.to_do')} 1` }))
  expect(codes()).toEqual(['A2'])
  await user.click(screen.getByRole('radio', { name: `${t('judging.filter.done')} 1` }))
  expect(codes()).toEqual(['B7'])
})

it('puts what the judge deferred to the end, and tells the server why', async () => {
  const [first, second] = [sheetOf('A1'), sheetOf('A2')]
  await hallWith([first, second])
  const router = await openSheet(first)
  await press('judging.skip')
  expect(dialog().getByRole('button', { name: t('judging.skip.confirm') })).toHaveProperty('disabled', true)
  await user.click(dialog().getByRole('radio', { name: t('judging.skip.busy') }))
  await user.click(dialog().getByRole('button', { name: t('judging.skip.confirm') }))
  await waitFor(() => expect(router.currentRoute.value.params.sheet).toBe(String(second.id)))
  await waitFor(() => expect(askedOf('POST', `/api/v1/scoresheets/${first.id}/skip/`)).toHaveLength(1))
  expect(askedOf('POST', `/api/v1/scoresheets/${first.id}/skip/`)[0]?.body).toMatchObject({ kind: 'busy', note: '' })
  await router.push('/judge')
  await opened()
  expect(codes()).toEqual(['A2', 'A1'])
  expect(row('A1').textContent).toContain(t('judging.skip.badge', { reason: t('judging.skip.busy') }))
  expect(row('A1').textContent).not.toContain(t('judging.stage.not_started'))
})

it('marks a sheet that is not sent, and shows no old points for it', async () => {
  const [first, second] = [sheetOf('A1', DONE), sheetOf('A2')]
  const hall = await hallWith([first, second])
  const router = await openSheet(first)
  hall.network = false
  await user.click(screen.getByRole('radio', { name: '10 Tốt' }))
  await triedInVain(first)
  await router.push('/judge')
  await opened()
  expect(whereabouts()).toBe(t('common.sync.waiting', { count: 1 }))
  expect(row('A1').textContent).toContain(t('common.sync.device'))
  expect(row('A1').textContent).not.toContain('12,5')
  expect(row('A2').textContent).not.toContain(t('common.sync.device'))
  expect(button('judging.export', { count: 1 })).toHaveProperty('disabled', false)
  hall.network = true
  window.dispatchEvent(new Event('online'))
  await waitFor(() => expect(row('A1').textContent).not.toContain(t('common.sync.device')))
  expect(whereabouts()).toBe(t('common.sync.sent'))
})

it('opens from the device when there is no network', async () => {
  const hall = await hallWith([sheetOf('A1'), sheetOf('A2')])
  await openQueue()
  await opened()
  closePage()
  hall.network = false
  await openQueue()
  await opened()
  expect(codes()).toEqual(['A1', 'A2'])
  expect(await screen.findByText(t('judging.from_device'))).toBeTruthy()
})

it('keeps a refused sheet in sight that left the queue', async () => {
  const sheet = sheetOf('A1')
  const hall = await hallWith([sheet, sheetOf('A2')])
  hall.refuse = () => problem(409, 'sheet-void', { detail: 'Phiếu đã giao cho giám khảo khác.' })
  await openSheet(sheet)
  await user.click(screen.getByRole('radio', { name: '10 Tốt' }))
  await screen.findByText('Phiếu đã giao cho giám khảo khác.')
  hall.sheets = hall.sheets.slice(1)
  closePage()
  await openQueue()
  await opened()
  await waitFor(() => expect(codes()).toEqual(['A2']))
  expect(await screen.findByText(t('judging.refused.of', { name: 'A1' }))).toBeTruthy()
  expect(screen.getByText('Phiếu đã giao cho giám khảo khác.')).toBeTruthy()
  closePage()
  await openPart(SyncState, {}, []) // the page's header does not promise that a network would help
  expect(screen.getByText(t('common.sync.refused', { count: 1 }))).toBeTruthy()
})

it('leads to a sheet that needs a choice', async () => {
  const sheet = sheetOf('A1', { revision: 2 })
  const hall = await hallWith([sheet])
  const router = await openSheet(sheet)
  Object.assign(hall.sheets[0]!, { values: { idea: 5 }, revision: 3 })
  await user.click(screen.getByRole('radio', { name: '10 Tốt' }))
  await screen.findByText(t('judging.conflict.title'))
  await router.push('/judge')
  await opened()
  expect(whereabouts()).toBe(t('common.sync.conflict', { count: 1 }))
  expect(row('A1').textContent).toContain(t('judging.waiting.conflict'))
  const notice = screen.getByText(t('judging.conflict.title')).closest('.notice') as HTMLElement
  expect(within(notice).getByRole('link', { name: 'A1' })).toHaveProperty('pathname', `/judge/sang-tao/${sheet.id}`)
})

it('says so when nothing is assigned, and asks a stranger to sign in', async () => {
  await hallWith([])
  await openQueue()
  expect(await screen.findByText(t('judging.nothing'))).toBeTruthy()
  serve({ 'DELETE /_allauth/browser/v1/auth/session': () => json({}) })
  await signOut()
  expect(await screen.findByText(t('judging.sign_in'))).toBeTruthy()
})
