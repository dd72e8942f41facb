import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

const meta: RouteRecordRaw['meta'] = { texts: ['account', 'auth'] }

export const routes: RouteRecordRaw[] = [
  { path: paths.account, component: () => import('./Account.vue'), meta },
  { path: paths.resetPassword, component: () => import('./ResetPassword.vue'), meta },
  { path: paths.verifyEmail, component: () => import('./VerifyEmail.vue'), meta },
]
