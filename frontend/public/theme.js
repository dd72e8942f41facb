// Runs before first paint, so that a dark screen never flashes white. Kept apart from the bundle
// because it must not wait for it, and in a file because the CSP allows no inline script.
;(function () {
  var chosen = null
  try {
    chosen = localStorage.getItem('theme')
  } catch {
    /* storage may be forbidden */
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
