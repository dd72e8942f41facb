/**
 * Opens pages as a person meets them and plays the server. Only the border is faked (`fetch` here,
 * IndexedDB by fake-indexeddb); never replaces a module of our own.
 */
import { VueQueryPlugin } from '@tanstack/vue-query'
import { configure, screen, within } from '@testing-library/dom'
import { userEvent } from '@testing-library/user-event'
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { h, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router, type RouteRecordRaw } from 'vue-router'
import { queryClient } from '@/api/query'
import { refreshSession, type MyContest } from '@/api/session'
import { loadTexts, t, type Feature, type Key, type Params } from '@/i18n/t'
import { dismiss, toasts } from '@/ui/toast'
import ToastHost from '@/ui/ToastHost.vue'

// --- The server ---

/** A request as the server saw it. */
export interface Asked {
  method: string
  path: string
  query: Record<string, string>
  body: unknown
  ifMatch: string | null
  key: string | null
}

type Handler = (asked: Asked) => Response | Promise<Response>

let handlers: Record<string, Handler> = {}
let log: Asked[] = []

/** Answers `METHOD /path` from now on. What nobody serves is a 404. */
export function serve(more: Record<string, Handler>): void {
  Object.assign(handlers, more)
}

/** The requests of this method to this path so far. */
export const askedOf = (method: string, path: string): Asked[] =>
  log.filter((asked) => asked.method === method && asked.path === path)

export const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

export const problem = (status: number, code: string, members: Record<string, unknown> = {}): Response =>
  json({ type: `https://example.org/problems/${code}`, status, title: code, ...members }, status)

export function unreachable(): never {
  throw new TypeError('Failed to fetch')
}

/** An answer that the test gives when it wants to. */
export function held(): { handler: Handler; give: (answer: Response) => void } {
  let give: (answer: Response) => void = () => {}
  const promise = new Promise<Response>((resolve) => (give = resolve))
  return { handler: () => promise, give }
}

async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const text = await request.text()
  const asked: Asked = {
    method: request.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text ? JSON.parse(text) : undefined,
    ifMatch: request.headers.get('If-Match'),
    key: request.headers.get('Idempotency-Key'),
  }
  log.push(asked)
  const handler = handlers[`${asked.method} ${asked.path}`]
  return handler ? handler(asked) : problem(404, 'not-found')
}

let people = 0

/** Signs somebody new in, so that nothing on the device is theirs yet. Answers their id. */
export async function signIn(
  who: { name?: string; staff?: boolean; mine?: Partial<MyContest>[] } = {},
): Promise<number> {
  const id = (people += 1)
  const name = who.name ?? ''
  const me = { authenticated: true, id, username: `nguoi${id}`, full_name: name, is_staff: who.staff ?? false }
  const mine = (who.mine ?? []).map((one) => ({ grants: [], judge: null, entries: [], ...one }))
  serve({ 'GET /api/v1/me/': () => json(me), 'GET /api/v1/my/contests/': () => json(mine) })
  await refreshSession()
  return id
}

// --- The page ---

const asInTheProduct = queryClient.getDefaultOptions()
const mounted: VueWrapper[] = []
export const user = userEvent.setup({ delay: null })

/** Opens the address among these routes; every other address is an empty page. */
export async function openPage(routes: readonly RouteRecordRaw[], at: string): Promise<Router> {
  const elsewhere = { path: '/:rest(.*)*', component: { render: () => h('main') } }
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes, elsewhere] })
  router.beforeResolve((to) => loadTexts(...(to.meta.texts ?? [])))
  await router.push(at)
  const shell = { render: () => [h(RouterView), h(ToastHost)] }
  const plugins = [router, [VueQueryPlugin, { queryClient }]] as [Router, [typeof VueQueryPlugin, object]]
  mounted.push(mount(shell, { attachTo: document.body, global: { plugins } }))
  return router
}

/** Shows one component; changes of `reactive` props reach it. */
export async function openPart(part: Component, props: Record<string, unknown>, texts: Feature[]): Promise<Router> {
  return openPage([{ path: '/', component: { render: () => h(part, props) }, meta: { texts } }], '/')
}

/** Closes everything, as a reload does; what is on the device stays. */
export function closePage(): void {
  while (mounted.length) mounted.pop()!.unmount()
  document.body.replaceChildren()
  queryClient.clear()
}

const named = (key: Key, params?: Params) => ({ name: t(key, params) })
export const button = (key: Key, params?: Params) => screen.getByRole('button', named(key, params))
export const press = (key: Key, params?: Params) => user.click(button(key, params))
/** The control with this label, without the mark behind it that says "not required". */
export const field = (key: Key, params?: Params) =>
  screen.getByLabelText<HTMLInputElement>((text) => text.replace(` (${t('common.optional')})`, '') === t(key, params))

/** The dialog that is open; null if there is none. */
export const dialogNow = () => document.querySelector<HTMLDialogElement>('dialog[open]')
export const dialog = () => within(dialogNow() ?? expect.fail('no dialog is open'))

export async function fill(control: HTMLElement, text: string): Promise<void> {
  await user.clear(control)
  await user.type(control, text.replace(/[[{]/g, '$&$&')) // user-event reads [ and { as keys
}

/** What a screen reader says of the control besides its label: hint and error. */
export const descriptionOf = (control: HTMLElement): string =>
  (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent.trim())
    .join(' ')

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 5_000 })
vi.setConfig({ testTimeout: 20_000 })

beforeEach(() => {
  vi.stubGlobal('fetch', answer)
  vi.stubGlobal('scrollTo', () => {})
  queryClient.setDefaultOptions({ queries: { ...asInTheProduct.queries, retryDelay: 20 } })
})

afterEach(() => {
  closePage()
  for (const { id } of [...toasts]) dismiss(id)
  localStorage.clear()
  handlers = {}
  log = []
})
