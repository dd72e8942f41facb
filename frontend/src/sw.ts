/// <reference lib="webworker" />
/**
 * Keeps the interface's own files, so that a sheet opens without network. Never touches the API,
 * the admin, sign-in or media: what people enter is the outbox's, and what they read is the server's.
 */
export {} // a module of its own, so that `self` is typed as a worker's

declare const __FILES__: readonly string[]
declare const __VERSION__: string
declare const self: ServiceWorkerGlobalScope

const CACHE = `shell-${__VERSION__}`
const SERVER_ONLY = /^\/(embed|api|admin|media|static|_allauth)(\/|$)/

self.addEventListener('install', (event) => {
  // `reload` goes past the HTTP cache: the list must be of one version.
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(__FILES__.map((file) => new Request(file, { cache: 'reload' })))),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('shell-') && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  )
})

// A new version waits until the reader asks for it.
self.addEventListener('message', (event) => {
  if (event.data === 'activate') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (SERVER_ONLY.test(url.pathname) || url.pathname === '/sw.js') return
  const key = request.mode === 'navigate' ? '/' : request
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(key))
      .then((kept) => kept ?? fetch(request)),
  )
})
