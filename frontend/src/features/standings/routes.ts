import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  { path: paths.standings, component: () => import('./StandingsPage.vue'), meta: { texts: ['standings', 'reveal'] } },
  {
    path: paths.projector,
    component: () => import('./Projector.vue'),
    meta: { texts: ['standings', 'reveal'], bare: true },
  },
  {
    path: paths.reveal,
    component: () => import('./RevealPage.vue'),
    meta: { texts: ['standings', 'reveal'], bare: true },
  },
  {
    path: paths.embed,
    component: () => import('./EmbedPage.vue'),
    meta: { texts: ['standings', 'reveal'], bare: true },
  },
  { path: paths.explain, component: () => import('./Explain.vue'), meta: { texts: ['standings'] } },
]
