import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

const texts = ['organise', 'contests', 'entries', 'allocation', 'paper', 'reveal', 'appeals'] as const

export const routes: RouteRecordRaw[] = [
  { path: paths.organise, component: () => import('./ContestsIRun.vue'), meta: { texts: [...texts] } },
  { path: paths.speakers, component: () => import('./SpeakersPage.vue'), meta: { texts: [...texts] } },
  { path: paths.organiseContest, component: () => import('./OrganisePage.vue'), meta: { texts: [...texts] } },
]
