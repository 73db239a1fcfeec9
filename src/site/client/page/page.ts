/** What every page does in the browser: theme, and search when it is first asked for. */
import { recall, recallInTab, remember, rememberInTab } from '../storage.ts';
import { recheckRestoredPage } from './restored-page.ts';

recheckRestoredPage();
chooseTheme();
openSearchOnDemand();
listenToKeys();
markSearchedWords();

function chooseTheme(): void {
  const select = document.querySelector<HTMLSelectElement>('[data-theme-select]');
  const root = document.documentElement;
  if (!select) return;
  select.value = root.dataset.theme ?? 'system';
  select.addEventListener('change', () => {
    if (select.value === 'system') delete root.dataset.theme;
    else root.dataset.theme = select.value;
    // `theme.js` reads it before the next page is painted.
    remember('theme', select.value);
  });
}

function openSearchOnDemand(): void {
  const open = async () => {
    const typed = keepTyping();
    const { openSearch } = await import('../search/search-dialog.ts');
    openSearch(typed());
  };
  for (const button of document.querySelectorAll('[data-search-open]')) {
    button.addEventListener('click', open);
  }
  document.addEventListener('keydown', (event) => {
    const isShortcut = event.key === 'k' && (event.metaKey || event.ctrlKey);
    const isSlash = event.key === '/' && isSingleKey(event) && recall('shortcuts') !== 'off';
    if (!isShortcut && !isSlash) return;
    event.preventDefault();
    open();
  });
}

/** Single keys other than search: the sheet, places, steps, neighbours. */
function listenToKeys(): void {
  document.addEventListener('keydown', async (event) => {
    if (!/^[?gjkxhwat[\]]$/.test(event.key) || !isSingleKey(event)) return;
    if (document.querySelector('dialog:modal')) return;
    const { key } = event;
    (await import('./shortcuts.ts')).pressKey(key);
  });
  for (const button of document.querySelectorAll('[data-shortcuts]')) {
    button.addEventListener('click', async () => (await import('./shortcuts.ts')).pressKey('?'));
  }
}

/** Takes in what is typed until the field is there; returns it and stops. */
function keepTyping(): () => string {
  let typed = '';
  const keep = (event: KeyboardEvent) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    typed += event.key;
  };
  document.addEventListener('keydown', keep);
  return () => {
    document.removeEventListener('keydown', keep);
    return typed;
  };
}

/** The page a search led to shows its words; a reload or the next page does not. */
async function markSearchedWords(): Promise<void> {
  const query = recallInTab('search-words');
  rememberInTab('search-words', undefined);
  if (query) (await import('../search/highlight-words.ts')).highlightWords(query);
}

function isSingleKey(event: KeyboardEvent): boolean {
  return !event.metaKey && !event.ctrlKey && !event.altKey && !isTyping(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
  );
}
