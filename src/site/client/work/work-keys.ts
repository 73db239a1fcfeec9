/** Keys of the workspace: from task to task, and what is done with one. None of them acts in a field. */
import { recall } from '../storage.ts';

/** The fragment of a task’s page that opens its form for waiting. */
const WAIT = '#wait';

const ACTS: ReadonlyMap<string, () => void> = new Map([
  ['j', () => move(1)],
  ['k', () => move(-1)],
  ['x', () => open('complete', 'verdict')],
  ['w', wait],
]);

export function listenToWorkKeys(): void {
  let isGoing = false;
  document.addEventListener(
    'keydown',
    (event) => {
      const { key, target } = event;
      const isModified = event.metaKey || event.ctrlKey || event.altKey;
      if (isModified || isTyping(target) || document.querySelector('dialog:modal')) return;
      const act = isGoing ? undefined : ACTS.get(key);
      isGoing = key === 'g';
      if (!act || recall('shortcuts') === 'off') return;
      // The same keys go through the steps of a document elsewhere.
      event.stopImmediatePropagation();
      event.preventDefault();
      act();
    },
    { capture: true },
  );
}

/** A key on another page has asked for a form of this one. */
export function openAsked(): void {
  if (location.hash === WAIT) open('wait');
}

function move(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('.work [data-row] [data-open]')].filter(
    (each) => each.checkVisibility(),
  );
  const row = document.activeElement?.closest('[data-row]');
  const at = links.findIndex((each) => (row ? row.contains(each) : each.ariaCurrent === 'true'));
  const next = at === -1 ? (by > 0 ? 0 : links.length - 1) : at + by;
  const link = links[Math.max(0, Math.min(links.length - 1, next))];
  link?.focus();
  link?.scrollIntoView({ block: 'nearest' });
}

function wait(): void {
  if (open('wait', 'follow-up-sent')) return;
  const link = document.activeElement?.closest('[data-row]')?.querySelector('a[data-open]');
  if (link instanceof HTMLAnchorElement) location.assign(link.href + WAIT);
}

/** The form of the row that has the focus, or of the open task; sent when it asks for nothing. */
function open(...types: readonly string[]): boolean {
  const row = document.activeElement?.closest('[data-row]');
  const places = row?.querySelector('form') ? [row] : document.querySelectorAll('.work-task');
  const form = [...places]
    .flatMap((place) => [...place.querySelectorAll<HTMLFormElement>('form[data-form]')])
    .find((each) => types.includes(typeOf(each)));
  if (!form) return false;
  const frame = form.closest('details');
  if (frame) frame.open = true;
  const field = form.querySelector<HTMLElement>(
    'textarea, select, input:not([type=hidden], [type=checkbox])',
  );
  if (field) field.focus();
  else form.requestSubmit(form.querySelector<HTMLElement>('button'));
  return true;
}

function typeOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>('input[name=type]')?.value ?? '';
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=checkbox], [type=file]), textarea, select, [contenteditable]')
  );
}
