import type { RouteRecordRaw } from 'vue-router'
import { paths } from '@/app/paths'

export const routes: RouteRecordRaw[] = [
  { path: paths.judge, component: () => import('./QueuePage.vue'), meta: { texts: ['judging'] } },
  {
    path: paths.sheet,
    component: () => import('./SheetPage.vue'),
    // Alone on the screen: every line of a tablet belongs to the sheet.
    meta: { texts: ['judging', 'problems'], bare: true },
  },
]
