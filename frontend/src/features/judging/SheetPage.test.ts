/**
 * What the scoresheet promises to the judge.
 * @vitest-environment happy-dom
 */
import { screen, waitFor, within } from '@testing-library/dom'
import { describe, expect, it, vi } from 'vitest'
import { t } from '@/i18n/t'
import { FORM, hallWith, openSheet, receipted, sheetOf, triedInVain, whereabouts, type Hall } from '@/testing/hall'
import { button, descriptionOf, dialog, fill, held, json, openPage, press, problem, serve, user } from '@/testing/page'
import type { QueueSheet } from './queue'
import { routes } from './routes'

const SENT = () => t('common.sync.sent')
const WAITING = (count: number) => t('common.sync.waiting', { count })
const level = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name })
const tap = (name: string) => user.click(level(name))
const demo = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Trình bày' })
/** The field set around all items. */
const entries = () => screen.getByRole('group', { name: t('judging.sheet') })
const total = () =>
  [...screen.getByText(t('judging.total')).parentElement!.children].map((one) => one.textContent).join(' ')

/** Types and leaves, as one does on a tablet. */
async function enter(control: HTMLElement, text: string): Promise<void> {
  await fill(control, text)
  await user.tab()
}

async function start(changes: Partial<QueueSheet> = {}, seat = {}, form = FORM) {
  const sheet = sheetOf('A1', changes)
  const hall = await hallWith([sheet], seat, form)
  const router = await openSheet(sheet)
  return { sheet, hall, router }
}

/** Waits until the server has all; answers its last write. */
async function settled(hall: Hall) {
  await waitFor(() => expect(whereabouts()).toBe(SENT()))
  return hall.writes.at(-1)
}

describe('entering', () => {
  it('stores a tapped level before it is sent, and adds it up', async () => {
    const { hall } = await start()
    await tap('10 Tốt')
    expect(total()).toBe('Tổng 10 / 21')
    expect(await settled(hall)).toMatchObject({
      ifMatch: '"0"',
      body: { values: { idea: 10 }, comments: {}, state: 'draft', kind: 'scored' },
    })
    expect(hall.disk[0]?.content?.values).toEqual({ idea: 10 })
  })

  it('adds up exactly, not in floats', async () => {
    const { hall } = await start()
    await enter(demo(), '1,005')
    expect(total()).toBe('Tổng 1,01 / 21') // 1.005 as a float is less, and would read 1
    await enter(screen.getByRole('textbox', { name: 'Điểm thưởng' }), '0,1')
    expect(total()).toBe('Tổng 1,11 / 21')
    expect((await settled(hall))?.body).toMatchObject({ values: { demo: '1.005', bonus: '0.1' } })
  })

  it('takes nothing entered for no total, and a zero for a zero', async () => {
    const { hall } = await start()
    expect(total()).toBe('Tổng – / 21')
    await tap('0 Chưa có')
    expect(total()).toBe('Tổng 0 / 21')
    await user.click(screen.getByRole('button', { name: t('judging.clear_item', { item: 'Ý tưởng' }) }))
    expect(total()).toBe('Tổng – / 21')
    await waitFor(() => expect(hall.writes.at(-1)?.body).toMatchObject({ values: {} }))
    expect(level('0 Chưa có').checked).toBe(false)
  })

  it('names a number outside its range at its item and keeps it', async () => {
    await start()
    await enter(demo(), '80')
    expect(demo().value).toBe('80')
    expect(demo().getAttribute('aria-invalid')).toBe('true')
    expect(descriptionOf(demo())).toBe(t('problems.above-max', { item: 'Trình bày', max: '10' }))
  })

  it('keeps what is no number as it was typed, and names it', async () => {
    await start()
    await enter(demo(), 'tám')
    expect(demo().value).toBe('tám')
    expect(descriptionOf(demo())).toBe(t('problems.type.number', { item: 'Trình bày' }))
  })

  it('takes the last change back', async () => {
    const { hall } = await start()
    expect(button('judging.undo')).toHaveProperty('disabled', true)
    await tap('5 Khá')
    await tap('10 Tốt')
    await press('judging.undo')
    expect([level('5 Khá').checked, total()]).toEqual([true, 'Tổng 5 / 21'])
    await settled(hall)
    await waitFor(() => expect(hall.sheets[0]?.values).toEqual({ idea: 5 }))
  })

  it('keeps a comment on leaving it', async () => {
    const { hall } = await start()
    await press('judging.add_comment')
    const box = screen.getByRole('textbox', { name: t('judging.comment_on', { item: 'Ý tưởng' }) })
    expect(document.activeElement).toBe(box)
    await enter(box, 'Rất mới')
    expect((await settled(hall))?.body).toMatchObject({ values: {}, comments: { idea: 'Rất mới' } })
  })
})

describe('where the scores are', () => {
  it('is on this device until the server has them, and never on the server before', async () => {
    const { sheet } = await start()
    expect(whereabouts()).toBe(SENT())
    const answer = held()
    serve({ [`PUT /api/v1/scoresheets/${sheet.id}/`]: answer.handler })
    const seen = new Set<string>()
    const look = new MutationObserver(() => seen.add(whereabouts()))
    look.observe(document.body, { subtree: true, childList: true, characterData: true })
    await tap('10 Tốt')
    await waitFor(() => expect(whereabouts()).toBe(WAITING(1)))
    look.disconnect()
    expect([...seen]).not.toContain(SENT())
    answer.give(json(receipted({ ...sheet, values: { idea: 10 }, revision: 1 })))
    await waitFor(() => expect(whereabouts()).toBe(SENT()))
  })

  it('waits for the network and sends when it is back', async () => {
    const { hall, sheet } = await start()
    hall.network = false
    await tap('10 Tốt')
    await triedInVain(sheet)
    expect(whereabouts()).toBe(WAITING(1))
    hall.network = true
    window.dispatchEvent(new Event('online'))
    await settled(hall)
    expect(hall.sheets[0]).toMatchObject({ revision: 1, values: { idea: 10 } })
  })

  it('stays on this device when the session has ended', async () => {
    const { hall } = await start()
    hall.refuse = () => problem(401, 'not-authenticated')
    await tap('10 Tốt')
    const waiting = t('common.sync.signed_out', { count: 1 }) // no network helps
    await waitFor(() => expect([hall.writes.length, whereabouts()]).toEqual([1, waiting]))
    expect(level('10 Tốt').checked).toBe(true)
  })

  const html = (status: number) => () =>
    new Response('<html>Wi-Fi</html>', { status, headers: { 'Content-Type': 'text/html' } })
  it.each([
    ['a page of the Wi-Fi', html(200)],
    ['a refusal in HTML', html(403)],
    ['a sign-in page', html(401)],
    ['an empty success', () => new Response(null, { status: 204 })],
    ['an empty object', () => json({})],
    ['another sheet', () => json(receipted(sheetOf('Z9', { revision: 1 })))],
    ['a sheet without a receipt of its revision', () => json({ ...receipted(sheetOf('Z9')), revision: 1 })],
  ])('waits when %s answers for the server, and sends once it is reached', async (_, answer) => {
    const { hall, sheet } = await start()
    hall.refuse = answer
    await tap('10 Tốt')
    await triedInVain(sheet)
    expect(whereabouts()).toBe(WAITING(1))
    hall.refuse = null
    window.dispatchEvent(new Event('online'))
    await waitFor(() => expect(hall.sheets[0]).toMatchObject({ revision: 1, values: { idea: 10 } }))
    await settled(hall)
    expect(new Set(hall.writes.map(({ key }) => key)).size).toBe(1)
  })

  it('says when a score did not reach the disk, and stores everything with the next one', async () => {
    const { hall } = await start()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await tap('10 Tốt')
    await screen.findByText(t('judging.save.failed'))
    expect([whereabouts(), total()]).toEqual([t('common.sync.unsafe'), 'Tổng 10 / 21'])
    put.mockRestore()
    await enter(demo(), '4')
    expect((await settled(hall))?.body).toMatchObject({ values: { idea: 10, demo: 4 } })
    expect(screen.queryByText(t('judging.save.failed'))).toBeNull()
  })
})

describe('submitting', () => {
  it('does not submit an incomplete sheet, names what is missing and leads there', async () => {
    const { hall } = await start()
    expect(descriptionOf(demo())).toBe('')
    await tap('10 Tốt')
    await press('judging.submit')
    const notice = screen.getByText(t('judging.missing', { count: 1 })).closest<HTMLElement>('.notice')!
    const missing = within(notice).getByRole('button', { name: 'Trình bày' })
    expect(descriptionOf(demo())).toBe(t('problems.required', { item: 'Trình bày' }))
    expect(document.activeElement).toBe(demo())
    await user.click(button('judging.undo'))
    await user.click(missing)
    expect(hall.writes.map(({ body }) => (body as QueueSheet).state)).not.toContain('submitted')
  })

  it('submits a complete sheet and offers the next step', async () => {
    const { hall } = await start({ values: { idea: 5, demo: 7 }, revision: 3 })
    await press('judging.submit')
    expect(await settled(hall)).toMatchObject({
      ifMatch: '"3"',
      body: { values: { idea: 5, demo: 7 }, state: 'submitted' },
    })
    expect(screen.getByText(t('judging.submitted_now'))).toBeTruthy()
    expect(screen.getByRole('link', { name: t('judging.all_done_back') })).toBeTruthy()
    expect(screen.queryByRole('button', { name: t('judging.submit') })).toBeNull()
  })

  it('is a draft again when a submitted sheet loses a score', async () => {
    const { hall } = await start({ values: { idea: 5, demo: 7 }, revision: 3, state: 'submitted' })
    await enter(demo(), '8')
    expect((await settled(hall))?.body).toMatchObject({ values: { demo: 8 }, state: 'submitted' })
    await user.click(screen.getByRole('button', { name: t('judging.clear_item', { item: 'Ý tưởng' }) }))
    expect((await settled(hall))?.body).toMatchObject({ values: { demo: 8 }, state: 'draft' })
  })

  it('records a no-show without a score, after asking, and keeps the scores for later', async () => {
    const { hall } = await start({ values: { idea: 5 }, revision: 1 })
    await press('judging.mark_no_show')
    expect(hall.writes).toHaveLength(0)
    await user.click(dialog().getByRole('button', { name: t('judging.mark_no_show') }))
    expect((await settled(hall))?.body).toMatchObject({ kind: 'no_show', state: 'submitted', values: { idea: 5 } })
    expect(total()).toBe('Tổng – / 21')
    await press('judging.score_after_all')
    expect((await settled(hall))?.body).toMatchObject({ kind: 'scored', state: 'draft', values: { idea: 5 } })
    expect(level('5 Khá').checked).toBe(true)
  })
})

describe('a sheet that another device changed', () => {
  async function torn() {
    const started = await start({ values: { idea: 0 }, revision: 2 })
    Object.assign(started.sheet, { values: { idea: 5, demo: 6 }, revision: 3 }) // meanwhile, elsewhere
    await tap('10 Tốt')
    await screen.findByRole('radiogroup', { name: 'Ý tưởng' })
    await waitFor(() => expect(whereabouts()).toBe(t('common.sync.conflict', { count: 1 })))
    return started
  }
  const row = (name: string) => within(screen.getByRole('radiogroup', { name }))
  const faces = (name: string) =>
    row(name)
      .getAllByRole('radio')
      .map((radio) => radio.closest('label')!.textContent.trim().replace(/\s+/g, ' '))

  it('shows both versions, item by item', async () => {
    await torn()
    const [mine, theirs] = [t('judging.conflict.mine'), t('judging.conflict.theirs')]
    expect(faces('Ý tưởng')).toEqual([`${mine}10`, `${theirs}5`])
    expect(faces('Trình bày')).toEqual([`${mine}${t('judging.conflict.empty')}`, `${theirs}6`])
    expect(screen.queryByRole('button', { name: t('judging.submit') })).toBeNull()
  })

  it('sends what the judge chose upon the revision that they saw', async () => {
    const { hall } = await torn()
    await user.click(row('Trình bày').getByRole('radio', { name: new RegExp(t('judging.conflict.theirs')) }))
    await press('judging.conflict.save')
    expect(await settled(hall)).toMatchObject({ ifMatch: '"3"', body: { values: { idea: 10, demo: 6 } } })
    expect(hall.sheets[0]).toMatchObject({ values: { idea: 10, demo: 6 }, revision: 4 })
    expect([level('10 Tốt').checked, demo().value]).toEqual([true, '6'])
  })

  it("writes nothing when all of the server's is taken", async () => {
    const { hall } = await torn()
    await press('judging.conflict.all_theirs')
    await press('judging.conflict.save')
    await waitFor(() => expect(whereabouts()).toBe(SENT()))
    expect(hall.writes).toHaveLength(1)
    expect([level('5 Khá').checked, demo().value]).toEqual([true, '6'])
  })
})

describe('a sheet that takes no scores', () => {
  it('cannot be changed when it is locked', async () => {
    const { hall } = await start({ values: { idea: 5, demo: 7 }, revision: 3, state: 'locked' })
    expect(screen.getByText(t('judging.locked'))).toBeTruthy()
    await tap('10 Tốt')
    expect([level('5 Khá').checked, level('10 Tốt').checked]).toEqual([true, false])
    expect(entries()).toHaveProperty('disabled', true)
    expect(screen.getByRole('textbox', { name: t('judging.general_comment_hint') })).toHaveProperty('disabled', true)
    expect(screen.queryByRole('button', { name: t('judging.submit') })).toBeNull()
    expect(hall.writes).toEqual([])
  })

  it("shows the server's word at the item that it refused, and sends again when asked", async () => {
    const { hall } = await start()
    const errors = [{ pointer: '/values/demo', detail: 'Quá thời gian trình bày.' }]
    hall.refuse = () => problem(422, 'sheet-invalid', { detail: 'Có mục chưa hợp lệ.', errors })
    await enter(demo(), '7')
    await screen.findByText('Có mục chưa hợp lệ.')
    expect([whereabouts(), demo().value]).toEqual([t('common.sync.refused', { count: 1 }), '7'])
    expect(descriptionOf(demo())).toBe('Quá thời gian trình bày.')
    hall.refuse = null
    await press('judging.send_again')
    await settled(hall)
    expect(hall.sheets[0]?.values).toEqual({ demo: 7 })
  })

  /** Asked how the sheet is now, the queue calls it open: it goes once more, and then waits. */
  async function refusedTwice(hall: Hall) {
    await waitFor(() =>
      expect([hall.writes.length, whereabouts()]).toEqual([2, t('common.sync.refused', { count: 1 })]),
    )
  }

  it('sends no further when the server has closed what this device takes for open', async () => {
    const { hall } = await start()
    hall.refuse = () => problem(409, 'judging-closed', { detail: 'Đã hết giờ chấm.' })
    await tap('10 Tốt')
    await refusedTwice(hall)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(hall.writes).toHaveLength(2)
    expect(screen.getByText('Đã hết giờ chấm.')).toBeTruthy()
  })

  it('drops what the server refused only after asking', async () => {
    const { hall } = await start({ values: { idea: 5 }, revision: 1 })
    hall.refuse = () => problem(409, 'judging-closed', { detail: 'Đã hết giờ chấm.' })
    await tap('10 Tốt')
    await refusedTwice(hall)
    await press('judging.discard')
    await press('judging.discard.keep')
    expect(level('10 Tốt').checked).toBe(true)
    await press('judging.discard')
    await user.click(dialog().getByRole('button', { name: t('judging.discard') }))
    await waitFor(() => expect(level('5 Khá').checked).toBe(true))
    expect(whereabouts()).toBe(SENT())
  })

  it('warns when the time for judging is over', async () => {
    await start({}, { judging_close_at: '2020-01-01T00:00:00Z' })
    expect(screen.getByText((text) => text.startsWith('Đã hết giờ chấm'))).toBeTruthy()
  })

  it('closes after a look at the scores of others', async () => {
    const looked = { peers_seen_at: '2026-10-03T02:00:00Z', values: { idea: 5, demo: 7 }, revision: 3 }
    await start({ ...looked, state: 'submitted' })
    expect(screen.getByText(t('judging.peers.closed'))).toBeTruthy()
    expect(entries()).toHaveProperty('disabled', true)
  })
})

it('says so when the sheet is not in the queue', async () => {
  await hallWith([])
  await openPage(routes, '/judge/sang-tao/999')
  expect(await screen.findByRole('heading', { name: t('judging.no_sheet') })).toBeTruthy()
})
