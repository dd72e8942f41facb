import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  { path: paths.enter, component: () => import('./EnterPage.vue'), meta: { texts: ['entries'] } },
  { path: paths.entry, component: () => import('./EntryPage.vue'), meta: { texts: ['entries', 'appeals', 'paper'] } },
  { path: paths.appeal, component: () => import('./AppealPage.vue'), meta: { texts: ['entries', 'appeals'] } },
]
