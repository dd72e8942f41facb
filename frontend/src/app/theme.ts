/** Light or dark: the reader's choice, else the system's. public/theme.js applies it before first paint. */
import { ref } from 'vue'

export type Theme = 'light' | 'dark'

const root = document.documentElement
export const theme = ref<Theme>(root.dataset.theme === 'dark' ? 'dark' : 'light')

export function setTheme(next: Theme): void {
  theme.value = next
  root.dataset.theme = next
  try {
    localStorage.setItem('theme', next)
  } catch {
    // the choice then lasts until the page is closed
  }
}
