/**
 * What the forms about judges, entries and who signs promise: what is typed is what is sent, and nothing of it is lost.
 * @vitest-environment happy-dom
 */
import { screen, waitFor } from '@testing-library/dom'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { t } from '@/i18n/t'
import { CONTEST, DIVISION, FAILURES, TEXTS } from '@/testing/contest'
import {
  askedOf,
  dialog,
  dialogNow,
  field,
  fill,
  held,
  json,
  openPart,
  press,
  serve,
  signIn,
  user,
} from '@/testing/page'
import EntriesTab from './EntriesTab.vue'
import JudgeForm from './JudgeForm.vue'
import TemplateForm from './TemplateForm.vue'

beforeEach(() => signIn({ staff: true }))

describe('a judge', () => {
  const PANELS = [{ id: 8, name: 'Hội đồng 1' }]

  it.each([
    ['new', { full_name: 'Lê Thị Hoa' }],
    ['known', { username: 'hoa.le' }],
  ])('with a %s account carries only the name of that kind', async (kind, name) => {
    serve({ 'POST /api/v1/judges/': () => json({}, 201) })
    const closed = vi.fn()
    await openPart(JudgeForm, { open: true, contest: CONTEST, judge: null, panels: PANELS, 'onUpdate:open': closed }, [
      ...TEXTS,
    ])
    await fill(field('organise.full_name'), 'Lê Thị Hoa')
    if (kind === 'known') {
      await user.click(screen.getByRole('radio', { name: t('organise.judge.known_account') }))
      await fill(field('organise.username'), 'hoa.le')
    }
    await user.selectOptions(field('organise.role'), 'head')
    await user.selectOptions(field('organise.panel'), 'Hội đồng 1')
    await press('common.add')
    await screen.findByText(t('organise.judge.added'))
    expect(askedOf('POST', '/api/v1/judges/').map(({ body }) => body)).toEqual([
      { contest: 'sang-tao', role: 'head', panel: 8, ...name },
    ])
    await waitFor(() => expect(closed).toHaveBeenCalledWith(false))
  })
})

describe('taking an entry out of the ranking', () => {
  const ROW = {
    ...{
      id: 42,
      contest: 'sang-tao',
      code: 'A1',
      title: 'Dòng sông',
      division: DIVISION,
      organization: null,
      team: 'Phù Sa',
    },
    ...{ state: 'submitted', submitted_at: null, participant_names: [] },
  }
  const PATH = '/api/v1/entries/42/disqualify/'
  const reason = () => field('common.reason')

  async function open() {
    serve({
      'GET /api/v1/entries/': () => json({ next: null, results: [ROW] }),
      'GET /api/v1/entries/42/': () => json({ ...ROW, revision: 7 }),
    })
    await openPart(EntriesTab, { contest: CONTEST }, TEXTS)
    await user.click(await screen.findByRole('button', { name: t('organise.entry.disqualify') }))
    await waitFor(dialog)
  }
  const confirm = () => user.click(dialog().getByRole('button', { name: t('organise.entry.disqualify') }))

  it('carries the reason and the revision that was read', async () => {
    serve({ [`POST ${PATH}`]: () => json({ ...ROW, state: 'disqualified', revision: 8 }) })
    await open()
    expect(dialog().getByRole('button', { name: t('organise.entry.disqualify') })).toHaveProperty('disabled', true)
    await fill(reason(), ' Trùng bài năm trước ')
    await confirm()
    await screen.findByText(t('organise.entry.disqualify_done', { code: 'A1' }))
    expect(askedOf('POST', PATH)).toMatchObject([{ ifMatch: '"7"', body: { reason: 'Trùng bài năm trước' } }])
    await waitFor(() => expect(dialogNow()).toBeNull())
  })

  it.each(FAILURES)('keeps the reason on %s', async (_status, fail, words) => {
    serve({ [`POST ${PATH}`]: fail })
    await open()
    await fill(reason(), 'Trùng bài')
    await confirm()
    expect(await dialog().findByText(words())).toBeTruthy()
    expect(reason().value).toBe('Trùng bài')
  })

  it('is sent once when Enter is pressed twice', async () => {
    const answer = held()
    serve({ [`POST ${PATH}`]: answer.handler })
    await open()
    await user.type(reason(), 'Trùng bài')
    reason().form!.requestSubmit()
    await waitFor(() => expect(askedOf('POST', PATH)).toHaveLength(1))
    reason().form!.requestSubmit()
    answer.give(json(ROW))
    await screen.findByText(t('organise.entry.disqualify_done', { code: 'A1' }))
    expect(askedOf('POST', PATH)).toHaveLength(1)
  })
})

describe('a certificate', () => {
  const PATH = '/api/v1/certificate-templates/'

  it('carries who signs, as typed, with the authority put before', async () => {
    serve({
      'GET /api/v1/contests/sang-tao/policy/': () => json({ definition: {} }),
      [`POST ${PATH}`]: () => json({}, 201),
    })
    await openPart(TemplateForm, { contest: CONTEST, latest: undefined, issues: true }, TEXTS)
    const prefix = screen.getByRole<HTMLInputElement>('textbox', { name: t('organise.template.prefix') })
    await fill(prefix, 'TM. BAN TỔ CHỨC')
    await user.click(screen.getByRole('button', { name: 'KT.' }))
    expect(prefix.value).toBe('KT. BAN TỔ CHỨC')
    await fill(field('organise.template.signer_name'), 'Nguyễn Văn An')
    await press('organise.template.save')
    await screen.findByText(t('organise.template.saved'))
    const signer = { prefix: 'KT. BAN TỔ CHỨC', name: 'Nguyễn Văn An' }
    expect(askedOf('POST', PATH)).toMatchObject([{ body: { contest: 'sang-tao', definition: { signer } } }])
  })
})
