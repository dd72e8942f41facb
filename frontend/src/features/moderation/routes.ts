import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  {
    path: paths.moderate,
    component: () => import('./ModeratePage.vue'),
    meta: { texts: ['moderation', 'fairness', 'paper', 'organise', 'contests', 'entries', 'problems'] },
  },
]
