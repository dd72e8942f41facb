/**
 * What the entry form promises to students and their mentors.
 * @vitest-environment happy-dom
 */
import { screen, waitFor, within } from '@testing-library/dom'
import { describe, expect, it } from 'vitest'
import { t, type Key } from '@/i18n/t'
import {
  askedOf,
  button,
  closePage,
  descriptionOf,
  field,
  fill,
  held,
  json,
  openPage,
  press,
  problem,
  serve,
  signIn,
  unreachable,
  user,
} from '@/testing/page'
import { routes } from './routes'

const SCHOOL = { id: 3, code: 'thcs-kim-dong', kind: 'school', name: 'THCS Kim Đồng', name_en: '', parent: null }
const DIVISIONS = [
  { id: 1, code: 'thcs', title: 'Trung học cơ sở', title_en: '', order: 1 },
  { id: 2, code: 'thpt', title: 'Trung học phổ thông', title_en: '', order: 2 },
]
const CONTEST = {
  ...{ slug: 'sang-tao', title: 'Sáng tạo', title_en: '', phase: 'entries', state: 'open' },
  ...{ entries_close_at: '2026-10-05T10:00:00Z', team_min: 1, team_max: 3, divisions: DIVISIONS, rounds: [] },
  permissions: { enter: true },
}
const PATH = '/api/v1/entries/'

async function open(
  contest: object = CONTEST,
  entered: () => Response | Promise<Response> = () => json({ id: 42 }, 201),
) {
  serve({
    'GET /api/v1/contests/sang-tao/': () => json(contest),
    'GET /api/v1/organizations/': ({ query }) =>
      json({ next: null, results: SCHOOL.name.startsWith(query.search ?? '') ? [SCHOOL] : [] }),
    [`POST ${PATH}`]: entered,
  })
  const router = await openPage(routes, '/contests/sang-tao/enter')
  await screen.findByRole('heading', { level: 1 })
  return router
}

const title = () => field('entries.title')
const person = (number: number) => screen.getByLabelText<HTMLInputElement>(`${t('entries.participant_name')} ${number}`)
const send = () => press('entries.save_and_upload')
const sent = () => askedOf('POST', PATH)

async function chooseSchool(): Promise<void> {
  await fill(field('entries.school'), SCHOOL.name)
  await waitFor(() => expect(localStorage.getItem('entry-draft:sang-tao')).toContain(SCHOOL.code))
}

async function fillIn(): Promise<void> {
  await user.click(screen.getByRole('radio', { name: 'Trung học cơ sở' }))
  await fill(title(), 'Dòng sông [kể]')
  await fill(field('entries.team_name'), 'Đội Phù Sa')
  await fill(field('entries.class'), '8A1')
}

describe('the entry form', () => {
  it('sends exactly what was typed, and leads to the entry', async () => {
    await signIn({ name: 'Trần Mai An' })
    const router = await open()
    await fillIn()
    await fill(field('entries.summary'), 'Phim ngắn')
    await chooseSchool()
    await press('entries.add_participant')
    await fill(person(2), 'Đỗ Gia Huy')
    await press('entries.add_mentor')
    await fill(screen.getByLabelText(`${t('entries.mentor_name')} 1`), 'Phạm Thị Kim Oanh')
    await send()
    await waitFor(() => expect(router.currentRoute.value.path).toBe('/entries/42'))
    expect(sent().map(({ body }) => body)).toEqual([
      {
        contest: 'sang-tao',
        division: 'thcs',
        title: 'Dòng sông [kể]',
        summary: 'Phim ngắn',
        topic: '',
        organization: 'thcs-kim-dong',
        team_name: 'Đội Phù Sa',
        as: 'participant',
        participants: [
          { full_name: 'Trần Mai An', class_name: '8A1' },
          { full_name: 'Đỗ Gia Huy', class_name: '' },
        ],
        mentors: [{ full_name: 'Phạm Thị Kim Oanh' }],
      },
    ])
  })

  it("shows the server's errors at their fields and keeps what was typed", async () => {
    await signIn({ name: 'Trần Mai An' })
    await open(CONTEST, () =>
      problem(400, 'invalid', {
        title: 'Dữ liệu chưa hợp lệ',
        errors: [
          { pointer: '/title', detail: 'Tên này đã có.' },
          { pointer: '/participants/0/class_name', detail: 'Cần ghi lớp.' },
          { pointer: '/division', detail: 'Bảng này đã đủ bài.' },
        ],
      }),
    )
    await fillIn()
    await send()
    await screen.findByText('Dữ liệu chưa hợp lệ')
    expect(descriptionOf(title())).toBe('Tên này đã có.')
    expect(descriptionOf(field('entries.class'))).toBe('Cần ghi lớp.')
    expect(title().getAttribute('aria-invalid')).toBe('true')
    expect(person(1).getAttribute('aria-invalid')).toBeNull()
    expect(screen.getAllByText('Bảng này đã đủ bài.')).toHaveLength(1)
    expect([title().value, field('entries.team_name').value, person(1).value]).toEqual([
      'Dòng sông [kể]',
      'Đội Phù Sa',
      'Trần Mai An',
    ])
  })

  it('sends once however often the button is pressed', async () => {
    await signIn({ name: 'Trần Mai An' })
    const answer = held()
    const router = await open(CONTEST, () => answer.handler(null as never))
    await fillIn()
    await user.dblClick(button('entries.save_and_upload'))
    title().form!.requestSubmit()
    expect(button('entries.save_and_upload')).toHaveProperty('disabled', true)
    answer.give(json({ id: 42 }, 201))
    await waitFor(() => expect(router.currentRoute.value.path).toBe('/entries/42'))
    expect(sent()).toHaveLength(1)
  })

  it.each([
    ['the network fails', unreachable, 'common.problem.network'],
    ['the server fails', () => new Response('<html>', { status: 500 }), 'common.problem.server'],
  ] as [string, () => Response, Key][])('keeps everything when %s, and can send again', async (_what, fail, words) => {
    await signIn({ name: 'Trần Mai An' })
    const router = await open(CONTEST, fail)
    await fillIn()
    await send()
    await screen.findByText(t(words))
    expect([title().value, person(1).value]).toEqual(['Dòng sông [kể]', 'Trần Mai An'])
    serve({ [`POST ${PATH}`]: () => json({ id: 42 }, 201) })
    await send()
    await waitFor(() => expect(router.currentRoute.value.path).toBe('/entries/42'))
    expect(sent()[1]?.body).toEqual(sent()[0]?.body)
  })

  it('says so when the time ran out while it was being filled in', async () => {
    await signIn({ name: 'Trần Mai An' })
    await open(CONTEST, () => problem(409, 'entries-closed', { title: 'Đã hết hạn đăng ký', detail: 'Hạn là 17:00.' }))
    await fillIn()
    await send()
    expect((await screen.findByText('Đã hết hạn đăng ký')).closest('.notice')?.textContent).toContain('Hạn là 17:00.')
    expect(title().value).toBe('Dòng sông [kể]')
  })

  it('offers no form after the deadline, and none to a stranger', async () => {
    await signIn()
    await open({ ...CONTEST, permissions: { enter: false } })
    expect(screen.getByRole('heading', { name: t('entries.closed') })).toBeTruthy()
    expect(screen.queryByRole('button', { name: t('entries.save_and_upload') })).toBeNull()
  })
})

describe('what was typed', () => {
  it('is there again after a reload, the school too, and gone once the server has it', async () => {
    await signIn({ name: 'Trần Mai An' })
    await open()
    await fillIn()
    await chooseSchool()
    closePage()
    const router = await open()
    expect([title().value, field('entries.school').value]).toEqual(['Dòng sông [kể]', SCHOOL.name])
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Trung học cơ sở' }).checked).toBe(true)
    await send()
    await waitFor(() => expect(router.currentRoute.value.path).toBe('/entries/42'))
    expect(sent()[0]?.body).toMatchObject({ organization: 'thcs-kim-dong', title: 'Dòng sông [kể]' })
    closePage()
    await open()
    expect([title().value, field('entries.school').value]).toEqual(['', ''])
  })

  it('is not shown to the next person on the same computer', async () => {
    await signIn({ name: 'Trần Mai An' })
    await open()
    await fillIn()
    closePage()
    await signIn({ name: 'Lê Văn Bình' })
    await open()
    expect([title().value, person(1).value]).toEqual(['', 'Lê Văn Bình'])
  })

  it('is never a school other than the one on the screen', async () => {
    await signIn({ name: 'Trần Mai An' })
    const router = await open()
    await fillIn()
    await chooseSchool()
    await fill(field('entries.school'), 'THCS Không Có')
    await send()
    expect(descriptionOf(field('entries.school'))).toContain(t('entries.school_unknown'))
    expect(sent()).toEqual([])
    await user.clear(field('entries.school'))
    await send()
    await waitFor(() => expect(router.currentRoute.value.path).toBe('/entries/42'))
    expect(sent()[0]?.body).toMatchObject({ organization: null })
  })
})

describe('people', () => {
  it('has as many rows as a team needs, and no more than it may have', async () => {
    await signIn({ name: 'Trần Mai An' })
    await open({ ...CONTEST, team_min: 2, team_max: 3 })
    expect(screen.queryByRole('button', { name: t('entries.remove', { name: 'Trần Mai An' }) })).toBeNull()
    await press('entries.add_participant')
    expect(person(3)).toBeTruthy()
    expect(screen.queryByRole('button', { name: t('entries.add_participant') })).toBeNull()
    await fill(person(2), 'Đỗ Gia Huy')
    await press('entries.remove', { name: `${t('entries.participant_name')} 3` })
    expect(screen.queryByLabelText(`${t('entries.participant_name')} 3`)).toBeNull()
    expect(person(2).value).toBe('Đỗ Gia Huy')
  })
})

describe('the entry', () => {
  const ENTRY = {
    ...{ id: 42, contest: 'sang-tao', code: 'A1', title: 'Dòng sông', division: DIVISIONS[0], organization: null },
    ...{ team: null, state: 'draft', state_reason: '', summary: '', revision: 7, participants: [], mentors: [] },
    ...{ invitations: [], people_fixed: false },
    permissions: { change: true, organise: false },
    storage: { used_bytes: 12_000_000, allowed_bytes: 100_000_000, left_bytes: 88_000_000 },
  }

  async function openEntry(contest: object = {}, entry: object = {}) {
    serve({
      'GET /api/v1/entries/42/': () => json({ ...ENTRY, ...entry }),
      'GET /api/v1/contests/sang-tao/': () =>
        json({ ...CONTEST, now: new Date().toISOString(), upload_rule: {}, submissions_close_at: null, ...contest }),
      'GET /api/v1/submissions/': () => json([]),
      'GET /api/v1/people-requests/': () => json({ next: null, results: [] }),
    })
    await openPage(routes, '/entries/42')
    await screen.findByText(t('entries.no_version'))
  }

  it('is submitted upon the revision that was shown', async () => {
    await signIn()
    await openEntry()
    serve({ 'POST /api/v1/entries/42/submit/': () => json({ ...ENTRY, state: 'submitted', revision: 8 }) })
    await press('entries.submit')
    await screen.findByText(t('entries.submitted_now'))
    expect(askedOf('POST', '/api/v1/entries/42/submit/')).toMatchObject([{ ifMatch: '"7"', body: undefined }])
  })

  it('stays a draft and says why when it changed meanwhile', async () => {
    await signIn()
    await openEntry()
    serve({
      'POST /api/v1/entries/42/submit/': () => problem(412, 'entry-stale', { title: 'Bài vừa được sửa ở nơi khác' }),
    })
    await press('entries.submit')
    await screen.findByText('Bài vừa được sửa ở nơi khác')
    expect(screen.getByText(t('entries.state.draft'))).toBeTruthy()
    expect(screen.queryByText(t('entries.submitted_now'))).toBeNull()
  })

  it.each([
    [88_000_000, false],
    [3_000_000, true],
  ])('shows beside the upload what is used and allowed, with %d bytes left', async (left_bytes, tight) => {
    await signIn()
    await openEntry({}, { storage: { ...ENTRY.storage, left_bytes } })
    const shown = await screen.findByText(t('entries.storage', { used: '12 MB', allowed: '100 MB' }))
    expect(within(shown).queryByText(t('entries.storage_left', { left: '3 MB' })) !== null).toBe(tight)
  })

  it('takes no more work after the deadline', async () => {
    await signIn()
    await openEntry({ phase: 'judging' }, { state: 'submitted' })
    expect(screen.queryByRole('heading', { name: t('entries.new_version') })).toBeNull()
  })

  it('keeps the link and note of a version that the server refused', async () => {
    await signIn()
    await openEntry()
    serve({
      'POST /api/v1/submissions/': () =>
        problem(400, 'invalid', {
          title: 'Chưa nhận',
          errors: [{ pointer: '/link', detail: 'Không mở được liên kết.' }],
        }),
    })
    await screen.findByRole('heading', { name: t('entries.new_version') })
    expect(button('entries.hand_in')).toHaveProperty('disabled', true)
    await fill(field('entries.link'), 'https://scratch.mit.edu/1')
    await fill(field('entries.note'), 'Bản cuối')
    await press('entries.hand_in')
    await screen.findByText('Chưa nhận')
    expect(descriptionOf(field('entries.link'))).toContain('Không mở được liên kết.')
    expect([field('entries.link').value, field('entries.note').value]).toEqual([
      'https://scratch.mit.edu/1',
      'Bản cuối',
    ])
    expect(within(document.body).queryByText(t('entries.handed_in', { number: 1 }))).toBeNull()
  })
})
