/** Build and development settings. Output must run under a CSP without inline script or style. */
import vue from '@vitejs/plugin-vue'
import { fileURLToPath, URL } from 'node:url'
import { defineConfig } from 'vitest/config'
import { precache } from './build/precache.ts'

const backend = process.env.BACKEND ?? 'http://127.0.0.1:8000'
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  base: '/',
  define: { __VUE_OPTIONS_API__: 'false' },
  plugins: [vue(), precache()],
  resolve: { alias: { '@': here('./src') } },
  build: {
    // Schools keep old machines.
    target: ['chrome109', 'safari15.4', 'firefox115'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: here('./index.html'), sw: here('./src/sw.ts') },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    host: '127.0.0.1',
    fs: { allow: ['..'] },
    proxy: Object.fromEntries(['/api', '/_allauth', '/media', '/admin', '/static'].map((path) => [path, backend])),
  },
  test: {
    include: ['src/**/*.test.ts'],
    // Those of components name happy-dom at their head: its native dialogs open, jsdom's do not.
    environment: 'node',
    // Before any module: the outbox opens its database as it is loaded.
    setupFiles: ['fake-indexeddb/auto'],
  },
})
