import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  { path: paths.signIn, component: () => import('./SignIn.vue'), meta: { texts: ['auth'] } },
  { path: paths.me, component: () => import('./Mine.vue'), meta: { texts: ['auth', 'contests'] } },
]
