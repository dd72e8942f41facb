/** Starts the interface. */
import '@/ui/tokens.css'
import '@/ui/base.css'
import { VUE_QUERY_CLIENT } from '@tanstack/vue-query'
import { createApp, watchEffect } from 'vue'
import { queryClient } from '@/api/query'
import { refreshSession } from '@/api/session'
import App from '@/app/App.vue'
import { router } from '@/app/router'
import { watchForUpdate } from '@/app/update'
import { language, loadTexts } from '@/i18n/t'

watchEffect(() => {
  document.documentElement.lang = language()
})

void start()

async function start(): Promise<void> {
  await loadTexts('common')
  // What VueQueryPlugin does, without what it has for developers and for several clients.
  queryClient.mount()
  createApp(App).use(router).provide(VUE_QUERY_CLIENT, queryClient).mount('#app')
  void refreshSession()
  watchForUpdate()
  void import('@/app/idle').then(({ watchIdle }) => watchIdle())
}
