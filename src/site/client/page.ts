/** What every page does in the browser: theme, and search when it is first asked for. */

chooseTheme();
openSearchOnDemand();

function chooseTheme(): void {
  const select = document.querySelector<HTMLSelectElement>('[data-theme-select]');
  const root = document.documentElement;
  if (!select) return;
  select.value = root.dataset.theme ?? 'system';
  select.addEventListener('change', () => {
    if (select.value === 'system') delete root.dataset.theme;
    else root.dataset.theme = select.value;
    try {
      localStorage.setItem('theme', select.value);
    } catch {
      // Storage may be refused; the choice then lasts for this page.
    }
  });
}

function openSearchOnDemand(): void {
  const open = async () => (await import('./search-dialog.ts')).openSearch();
  for (const button of document.querySelectorAll('[data-search-open]')) {
    button.addEventListener('click', open);
  }
  document.addEventListener('keydown', (event) => {
    const isShortcut = event.key === 'k' && (event.metaKey || event.ctrlKey);
    const isSlash = event.key === '/' && !event.metaKey && !event.ctrlKey && !event.altKey;
    if (!isShortcut && !(isSlash && !isTyping(event.target))) return;
    event.preventDefault();
    open();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
  );
}
