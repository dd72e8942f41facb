/** Short messages that go by themselves. Errors that need an act belong in a Notice instead. */
import { shallowReactive } from 'vue'

export interface Toast {
  id: number
  kind: 'success' | 'info' | 'error'
  text: string
}

export const toasts = shallowReactive<Toast[]>([])
let last = 0

function show(kind: Toast['kind'], text: string): void {
  const id = (last += 1)
  toasts.push({ id, kind, text })
  setTimeout(() => dismiss(id), kind === 'error' ? 10_000 : 5_000)
}

export function dismiss(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

export const toast = {
  success: (text: string) => show('success', text),
  info: (text: string) => show('info', text),
  error: (text: string) => show('error', text),
}
