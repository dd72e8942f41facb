/**
 * Addresses to pages. Each feature brings its own routes.ts (small, loaded at once) with lazy pages;
 * `meta.texts` names the texts to load before the page is shown.
 */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { loadTexts, setLanguage, type Feature } from '@/i18n/t'
import NotFound from './NotFound.vue'

declare module 'vue-router' {
  interface RouteMeta {
    texts?: Feature[]
    /** Shows the page alone, without header: projector, print. */
    bare?: boolean
  }
}

const features = import.meta.glob<RouteRecordRaw[]>('../features/*/routes.ts', {
  eager: true,
  import: 'routes',
})

export const router = createRouter({
  history: createWebHistory(),
  routes: [...Object.values(features).flat(), { path: '/:path(.*)*', component: NotFound }],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

// A mail's link says in which language its reader is written to.
router.beforeEach(async (to) => {
  const { language, ...query } = to.query
  if (language !== 'vi' && language !== 'en') return
  await setLanguage(language)
  return { path: to.path, query, hash: to.hash, replace: true }
})

router.beforeResolve(async (to) => {
  await loadTexts(...(to.meta.texts ?? []))
})

// After a new release the old lazy files are gone: load the page that was asked for afresh.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('reloaded_at') ?? 0)
  if (Date.now() - last < 10_000) return
  event.preventDefault()
  sessionStorage.setItem('reloaded_at', String(Date.now()))
  location.reload()
})
