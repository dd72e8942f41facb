import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  { path: paths.standings, component: () => import('./StandingsPage.vue'), meta: { texts: ['standings'] } },
  {
    path: paths.projector,
    component: () => import('./Projector.vue'),
    meta: { texts: ['standings'], bare: true },
  },
  { path: paths.explain, component: () => import('./Explain.vue'), meta: { texts: ['standings'] } },
]
