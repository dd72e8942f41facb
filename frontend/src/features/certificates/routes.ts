import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  { path: paths.verify, component: () => import('./VerifyPage.vue'), meta: { texts: ['certificates'] } },
  { path: paths.verifyCode, component: () => import('./VerifyPage.vue'), meta: { texts: ['certificates'] } },
  { path: paths.verifyMinutes, component: () => import('./VerifyMinutes.vue'), meta: { texts: ['certificates'] } },
]
