/**
 * The shortcuts of single keys, and the sheet that tells them. They can be switched off, for
 * people whose speech or switches press keys unasked (WCAG 2.2, 2.1.4).
 */
import { frameId, PAGES } from '../../../../schemas/addresses.ts';
import { createDialog, openModal } from '../dialog.ts';
import { recall, remember } from '../storage.ts';

const PLACES = new Map([
  ['h', { url: PAGES.home, name: 'Home' }],
  ['t', { url: PAGES.work, name: 'Today' }],
  ['w', { url: PAGES.workflows, name: 'Workflows' }],
  ['a', { url: PAGES.all, name: 'All documents' }],
]);

const SHEET: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['/'], 'Search'],
  [['Ctrl', 'K'], 'Search, also while typing'],
  [['?'], 'This sheet'],
  ...[...PLACES].map(([key, { name }]) => [['g', key], name] as const),
];

const SHEET_OF_DOCUMENTS: typeof SHEET = [
  [['j'], 'Next step'],
  [['k'], 'Previous step'],
  [['x'], 'Tick the step'],
  [['['], 'Previous document'],
  [[']'], 'Next document'],
];

/** What `client/work/work-keys.ts` does. */
const SHEET_OF_WORK: typeof SHEET = [
  [['j'], 'Next task'],
  [['k'], 'Previous task'],
  [['Enter'], 'Open the task'],
  [['x'], 'Complete the task'],
  [['w'], 'Let it wait, or follow up'],
];

/** Whether single keys do anything; what is not a single key always does. */
export function areShortcutsOn(): boolean {
  return recall('shortcuts') !== 'off';
}

let isGoing = false;

export function pressKey(key: string): void {
  if (key === '?') showSheet();
  else if (areShortcutsOn()) follow(key);
}

function follow(key: string): void {
  const place = isGoing ? PLACES.get(key) : undefined;
  isGoing = key === 'g';
  if (place) location.assign(place.url);
  else if (key === 'j') moveStep(1);
  else if (key === 'k') moveStep(-1);
  else if (key === 'x') tickStep();
  else if (key === '[') document.querySelector<HTMLElement>('a[rel=prev]')?.click();
  else if (key === ']') document.querySelector<HTMLElement>('a[rel=next]')?.click();
}

function checks(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.step-check')];
}

function moveStep(by: number): void {
  const all = checks();
  const focused = all.findIndex((check) => check.parentElement?.contains(document.activeElement));
  const current = all.findIndex((check) => check.parentElement?.matches('.is-current'));
  const from =
    focused === -1 ? (current === -1 ? (by > 0 ? -1 : 0) : current - Number(by > 0)) : focused;
  const next = all[Math.max(0, Math.min(all.length - 1, from + by))];
  next?.parentElement?.scrollIntoView({ block: 'center' });
  next?.focus({ preventScroll: true });
}

function tickStep(): void {
  const all = checks();
  const focused = all.find((check) => check.parentElement?.contains(document.activeElement));
  (focused ?? all.find((check) => check.parentElement?.matches('.is-current')))?.click();
}

let sheet: HTMLDialogElement | undefined;

function showSheet(): void {
  sheet ??= createSheet();
  openModal(sheet);
}

function createSheet(): HTMLDialogElement {
  const dialog = createDialog(
    'sheet',
    { labelledBy: frameId('sheet-title') },
    `<h2 id="${frameId('sheet-title')}">Keyboard shortcuts</h2>
    <dl></dl>
    <label><input type="checkbox"> Single-key shortcuts</label>
    <p><button type="button" class="primary" data-close autofocus>Close</button></p>`,
  );
  const ofPage = document.querySelector('.work') ? SHEET_OF_WORK : SHEET_OF_DOCUMENTS;
  dialog.querySelector('dl')?.append(...[...SHEET, ...ofPage].map(row));
  const toggle = dialog.querySelector<HTMLInputElement>('input');
  if (toggle) {
    toggle.checked = areShortcutsOn();
    toggle.addEventListener('change', () => {
      remember('shortcuts', toggle.checked ? undefined : 'off');
    });
  }
  return dialog;
}

function row([keys, does]: readonly [keys: readonly string[], does: string]): HTMLElement {
  const group = document.createElement('div');
  const term = document.createElement('dt');
  for (const key of keys) {
    const element = document.createElement('kbd');
    element.textContent = key;
    term.append(element, ' ');
  }
  const description = document.createElement('dd');
  description.textContent = does;
  group.append(term, description);
  return group;
}
