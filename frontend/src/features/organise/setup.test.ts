/**
 * What the forms that set a contest up promise: what is typed is what is sent, and nothing of it is lost.
 * @vitest-environment happy-dom
 */
import { screen, waitFor, within } from '@testing-library/dom'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { t } from '@/i18n/t'
import { CONTEST, DIVISION, FAILURES, ROUND, TEXTS } from '@/testing/contest'
import {
  askedOf,
  button,
  descriptionOf,
  dialog,
  dialogNow,
  field,
  fill,
  held,
  json,
  openPage,
  openPart,
  press,
  problem,
  serve,
  signIn,
  user,
} from '@/testing/page'
import ContestSettings from './ContestSettings.vue'
import FormEditor from './FormEditor.vue'
import StructureSection from './StructureSection.vue'
import { routes } from './routes'

beforeEach(() => signIn({ staff: true }))

describe('the settings of a contest', () => {
  const PATH = '/api/v1/contests/sang-tao/'
  const sent = () => askedOf('PATCH', PATH)
  const open = (props: object = { contest: CONTEST }) =>
    openPart(ContestSettings, props as Record<string, unknown>, TEXTS)

  it('sends exactly what was typed, times on Vietnamese time', async () => {
    serve({ [`PATCH ${PATH}`]: () => json(CONTEST) })
    await open()
    expect(field('contests.calendar.entries_open_at').value).toBe('2026-10-01T07:30')
    await fill(field('organise.title_vi'), 'Sáng tạo số')
    await fill(field('organise.team_max'), '5')
    await fill(field('organise.per_school'), '4')
    await user.type(field('contests.calendar.judging_close_at'), '2026-10-07T17:00')
    await user.selectOptions(field('organise.display'), 'code')
    await user.click(screen.getByLabelText((text) => text.startsWith(t('organise.blind'))))
    await press('common.save')
    await screen.findByText(t('common.saved'))
    expect(sent().map(({ body }) => body)).toEqual([
      {
        ...{ title: 'Sáng tạo số', title_en: '', summary: 'Tóm tắt', summary_en: '', team_min: 1, team_max: 5 },
        ...{
          entries_per_school: 4,
          display_rule: 'code',
          blind: true,
          live_standings: false,
          peers_after_submit: false,
        },
        ...{ entries_open_at: '2026-10-01T00:30:00.000Z', entries_close_at: null, submissions_close_at: null },
        ...{ judging_open_at: null, judging_close_at: '2026-10-07T10:00:00.000Z' },
      },
    ])
  })

  it('sends an emptied number as no limit', async () => {
    serve({ [`PATCH ${PATH}`]: () => json(CONTEST) })
    await open({ contest: { ...CONTEST, entries_per_school: 4 } })
    await user.clear(field('organise.per_school'))
    await press('common.save')
    await screen.findByText(t('common.saved'))
    expect(sent()[0]?.body).toMatchObject({ entries_per_school: null })
  })

  it("shows the server's errors at their fields, and what no field shows above", async () => {
    const errors = [
      { pointer: '/team_max', detail: 'Ít hơn số tối thiểu.' },
      { pointer: '/judging_close_at', detail: 'Trước giờ mở.' },
      { pointer: '/rounds/0', detail: 'Vòng 1 đã khoá.' },
    ]
    serve({ [`PATCH ${PATH}`]: () => problem(400, 'invalid', { title: 'Chưa lưu được', errors }) })
    await open()
    await press('common.save')
    const notice = (await screen.findByText('Chưa lưu được')).closest('.notice')!
    expect(descriptionOf(field('organise.team_max'))).toBe('Ít hơn số tối thiểu.')
    expect(descriptionOf(field('contests.calendar.judging_close_at'))).toBe('Trước giờ mở.')
    expect(notice.textContent).toContain('Vòng 1 đã khoá.')
    expect(notice.textContent).not.toContain('Trước giờ mở.')
  })

  it.each(FAILURES)('keeps what was typed on %s', async (_status, fail, words) => {
    serve({ [`PATCH ${PATH}`]: fail })
    await open()
    await fill(field('organise.title_vi'), 'Sáng tạo số')
    await press('common.save')
    expect(await screen.findByText(words())).toBeTruthy()
    expect(field('organise.title_vi').value).toBe('Sáng tạo số')
    expect(button('common.save')).toHaveProperty('disabled', false)
    expect(screen.queryByText(t('common.saved'))).toBeNull()
  })

  it('is not overwritten by what is read anew, only by asking for it', async () => {
    const props = reactive({ contest: CONTEST })
    await open(props)
    await fill(field('organise.title_vi'), 'Đang gõ')
    props.contest = { ...CONTEST, title: 'Từ nơi khác' }
    await new Promise((resolve) => setTimeout(resolve))
    expect(field('organise.title_vi').value).toBe('Đang gõ')
    await press('organise.undo')
    expect(field('organise.title_vi').value).toBe('Từ nơi khác')
  })
})

describe('a new contest', () => {
  const PRESET = {
    ...{ kind: 'robotics', title: 'Robot', title_en: '', summary: 'Robot chạy sa bàn', summary_en: '', team_min: 2 },
    ...{ team_max: 4, blind: false, upload_rule: {}, divisions: [], forms: [], rounds: [], policy: {} },
  }
  const SCHOOL = { id: 3, code: 'thcs-kim-dong', kind: 'school', name: 'THCS Kim Đồng', name_en: '', parent: null }
  const sent = () => askedOf('POST', '/api/v1/contests/')

  async function open() {
    serve({
      'GET /api/v1/presets/': () => json([PRESET]),
      'GET /api/v1/contests/': () => json({ next: null, results: [] }),
      'GET /api/v1/campaigns/': () => json({ next: null, results: [] }),
      'GET /api/v1/organizations/': () => json({ next: null, results: [SCHOOL] }),
    })
    const router = await openPage(routes, '/organise')
    await screen.findByRole('button', { name: t('organise.create') })
    await press('organise.create')
    await user.click(await screen.findByRole('radio', { name: /^Robot/ }))
    return router
  }
  const create = () => user.click(dialog().getByRole('button', { name: t('organise.create') }))

  it('starts from the preset and sends what was typed', async () => {
    serve({ 'POST /api/v1/contests/': () => json({ ...CONTEST, slug: 'robot-1' }, 201) })
    const router = await open()
    expect([field('organise.team_min').value, field('organise.team_max').value]).toEqual(['2', '4'])
    await fill(field('organise.title_vi'), 'Robot khám phá')
    await fill(field('organise.organization'), SCHOOL.name)
    await fill(field('organise.team_max'), '3')
    await create()
    await waitFor(() => expect(router.currentRoute.value.path).toBe('/organise/robot-1'))
    expect(sent().map(({ body }) => body)).toEqual([
      {
        ...{ preset: 'robotics', title: 'Robot khám phá', campaign: null, team_min: 2, team_max: 3 },
        organization: 'thcs-kim-dong',
        ...{ entries_open_at: null, entries_close_at: null, submissions_close_at: null },
        ...{ judging_open_at: null, judging_close_at: null },
      },
    ])
  })

  it('is offered only to who may speak for an organization', async () => {
    serve({
      'GET /api/v1/contests/': () => json({ next: null, results: [] }),
      'GET /api/v1/organizations/': () => json({ next: null, results: [] }),
    })
    await openPage(routes, '/organise')
    await screen.findByText(t('organise.none'))
    expect(screen.queryByRole('button', { name: t('organise.create') })).toBeNull()
    expect(askedOf('GET', '/api/v1/organizations/').map(({ query }) => query.may)).toEqual(['create_contests'])
  })

  it('asks for an organization of the list before anything is sent', async () => {
    await open()
    await fill(field('organise.title_vi'), 'Robot khám phá')
    await fill(field('organise.organization'), 'Không có')
    await create()
    expect(descriptionOf(field('organise.organization'))).toContain(t('organise.organization_unknown'))
    expect(sent()).toEqual([])
  })

  it('stays open with everything when the server refuses', async () => {
    const errors = [{ pointer: '/title', detail: 'Đã có cuộc thi tên này.' }]
    serve({ 'POST /api/v1/contests/': () => problem(400, 'invalid', { title: 'Chưa tạo được', errors }) })
    await open()
    await fill(field('organise.title_vi'), 'Robot khám phá')
    await fill(field('organise.organization'), SCHOOL.name)
    await create()
    await screen.findByText('Chưa tạo được')
    expect(descriptionOf(field('organise.title_vi'))).toBe('Đã có cuộc thi tên này.')
    expect(field('organise.title_vi').value).toBe('Robot khám phá')
  })
})

describe('divisions and rounds', () => {
  const open = () =>
    openPart(
      StructureSection,
      {
        contest: CONTEST,
        versions: [
          { id: 11, label: 'Phiếu v1' },
          { id: 12, label: 'Phiếu v2' },
        ],
      },
      TEXTS,
    )
  const save = () => user.click(dialog().getByRole('button', { name: t('common.save') }))
  const line = (name: string) => within(screen.getByText(name).closest('li')!)

  it('adds a division at the end', async () => {
    serve({ 'POST /api/v1/divisions/': () => json(DIVISION, 201) })
    await open()
    await press('organise.divisions.add')
    await fill(field('organise.code'), 'thpt')
    await fill(field('organise.title_vi'), 'Trung học phổ thông')
    await save()
    await screen.findByText(t('common.saved'))
    expect(askedOf('POST', '/api/v1/divisions/').map(({ body }) => body)).toEqual([
      { contest: 'sang-tao', code: 'thpt', title: 'Trung học phổ thông', title_en: '', order: 2 },
    ])
    await waitFor(() => expect(dialogNow()).toBeNull())
  })

  it('changes a round, and not its code', async () => {
    serve({ 'PATCH /api/v1/rounds/5/': () => json(ROUND) })
    await open()
    await user.click(line('Chung kết').getByRole('button', { name: t('common.edit') }))
    await fill(field('organise.judges_per_entry'), '2')
    await user.selectOptions(field('organise.form'), 'Phiếu v2')
    await save()
    await screen.findByText(t('common.saved'))
    expect(askedOf('PATCH', '/api/v1/rounds/5/')).toMatchObject([
      {
        body: { title: 'Chung kết', title_en: '', order: 1, form_version: 12, attempts_max: 2, judges_per_entry: 2 },
      },
    ])
    expect(askedOf('PATCH', '/api/v1/rounds/5/')[0]?.body).not.toHaveProperty('code')
  })

  it.each(FAILURES)('keeps the dialog and what was typed on %s', async (_status, fail, words) => {
    serve({ 'PATCH /api/v1/divisions/1/': fail })
    await open()
    await user.click(line('Trung học cơ sở').getByRole('button', { name: t('common.edit') }))
    await fill(field('organise.title_vi'), 'THCS')
    await save()
    expect(await dialog().findByText(words())).toBeTruthy()
    expect(field('organise.title_vi').value).toBe('THCS')
  })

  it('says in the dialog why something cannot be deleted', async () => {
    serve({ 'DELETE /api/v1/divisions/1/': () => problem(409, 'in-use', { title: 'Bảng đã có bài dự thi' }) })
    await open()
    await user.click(line('Trung học cơ sở').getByRole('button', { name: t('common.delete') }))
    await user.click(dialog().getByRole('button', { name: t('common.delete') }))
    expect(await dialog().findByText('Bảng đã có bài dự thi')).toBeTruthy()
    expect(screen.queryByText(t('organise.removed'))).toBeNull()
  })

  it('offers nothing to whoever may only look', async () => {
    const contest = { ...CONTEST, permissions: { ...CONTEST.permissions, manage: false } }
    await openPart(StructureSection, { contest, versions: [] }, TEXTS)
    expect(screen.queryAllByRole('button')).toEqual([])
  })
})

describe('the form editor', () => {
  const DEFINITION = {
    schema: 1,
    items: [{ id: 'idea', kind: 'number', label: { vi: 'Ý tưởng', en: 'Idea' }, min: 0, max: 10, weight: 2 }],
  }
  const sent = () => askedOf('POST', '/api/v1/form-versions/')
  async function open(moves = vi.fn()) {
    const form = { id: 3, code: 'phieu', title: 'Phiếu', title_en: '', versions: [] }
    await openPart(
      FormEditor,
      { open: true, contest: 'sang-tao', form, definition: DEFINITION, rounds: [ROUND], onMoves: moves },
      TEXTS,
    )
    return moves
  }

  it('writes decimals exactly, takes emptied numbers out, and leaves the rest alone', async () => {
    serve({
      'POST /api/v1/form-versions/': () => json({ id: 12 }, 201),
      'PATCH /api/v1/rounds/5/': () => json(ROUND),
    })
    const moves = await open()
    await fill(field('organise.item.max'), '12,5')
    await user.tab()
    await user.clear(field('organise.item.weight'))
    await user.tab()
    await press('organise.form.save')
    await screen.findByText(t('common.saved'))
    const [item] = DEFINITION.items
    const { weight: _weight, ...rest } = item!
    expect(sent().map(({ body }) => body)).toEqual([
      { form: 3, definition: { schema: 1, items: [{ ...rest, max: '12.5' }] } },
    ])
    expect(askedOf('PATCH', '/api/v1/rounds/5/')[0]?.body).toEqual({ form_version: 12 })
    expect(moves).toHaveBeenCalledWith([])
  })

  it('leaves a half typed field alone when the answer to the check comes', async () => {
    const answer = held()
    serve({ 'POST /api/v1/form-versions/check/': answer.handler })
    await open()
    await press('organise.form.check')
    await fill(field('organise.item.max'), '12')
    answer.give(json({ maximum: '24' }))
    await screen.findByText(t('organise.form.fine', { points: '24' }))
    expect(field('organise.item.max').value).toBe('12')
  })

  it('shows what a round in use would undergo instead of moving it', async () => {
    serve({
      'POST /api/v1/form-versions/': () => json({ id: 12 }, 201),
      'PATCH /api/v1/rounds/5/': () => problem(409, 'form-in-use', { title: 'Vòng đã có phiếu' }),
    })
    const moves = await open()
    await press('organise.form.save')
    await waitFor(() => expect(moves).toHaveBeenCalledWith([{ round: ROUND, version: 12 }]))
  })

  it('keeps broken JSON to be mended and sends none of it', async () => {
    await open()
    await user.click(screen.getByRole('tab', { name: 'JSON' }))
    const box = field('organise.form.json')
    await user.type(box, '{{oops')
    expect(descriptionOf(box)).toContain(t('organise.json_broken'))
    expect(button('organise.form.save')).toHaveProperty('disabled', true)
    expect(box.value).toContain('{oops')
    expect(sent()).toEqual([])
  })

  it('says what is wrong in a definition, and where', async () => {
    const errors = [{ pointer: '/items/0/max', detail: 'Nhỏ hơn min.' }]
    serve({
      'POST /api/v1/form-versions/check/': () => problem(422, 'form-invalid', { title: 'Phiếu có lỗi', errors }),
    })
    await open()
    await press('organise.form.check')
    const notice = (await screen.findByText('Phiếu có lỗi')).closest('.notice')!
    expect(notice.textContent).toContain('/items/0/max Nhỏ hơn min.')
  })
})
