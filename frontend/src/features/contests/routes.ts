import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  { path: paths.contests, component: () => import('./ContestList.vue'), meta: { texts: ['contests'] } },
  { path: paths.contest, component: () => import('./ContestPage.vue'), meta: { texts: ['contests'] } },
]
