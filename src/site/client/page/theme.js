// Runs before the page is painted, so that a chosen theme never flashes. Plain JavaScript:
// it is served as it is, because a bundled module would run too late.
(() => {
  const root = document.documentElement;
  root.dataset.script = '';
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // Storage may be refused; the system's theme is used then.
  }
})();
