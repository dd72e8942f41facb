/** A new version of the interface is offered, never forced in the middle of a sheet. */
import { shallowRef } from 'vue'

const waiting = shallowRef<ServiceWorker | null>(null)
export { waiting as updateWaiting }

/** Registers the service worker. Plain http:// on a LAN has none; everything else still works. */
export function watchForUpdate(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register('/sw.js')
    .then((registration) => {
      const offer = () => {
        if (registration.waiting && navigator.serviceWorker.controller) waiting.value = registration.waiting
      }
      offer()
      registration.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', offer)
      })
      const hour = 3_600_000
      setInterval(() => void registration.update().catch(() => {}), hour)
    })
    .catch(() => {}) // a private window may forbid workers
}

/** Takes the waiting version, because the reader asked for it. */
export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload())
  waiting.value?.postMessage('activate')
}
