import type { RouteMeta, RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

const meta: RouteMeta = { texts: ['organise', 'contests', 'entries', 'allocation', 'paper', 'reveal', 'appeals'] }

export const routes: RouteRecordRaw[] = [
  { path: paths.organise, component: () => import('./ContestsIRun.vue'), meta },
  { path: paths.speakers, component: () => import('./StaffPage.vue'), meta },
  { path: paths.organiseContest, component: () => import('./OrganisePage.vue'), meta },
]
