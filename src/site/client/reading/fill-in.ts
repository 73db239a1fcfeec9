/**
 * Fills the placeholders of a template's texts, such as `{{guest_name}}`, from a form, so that what is
 * copied is ready to send. What was filled in goes on to the next template in this tab.
 */
import { placeholdersIn } from '../../models/placeholder.ts';
import { recallInTab, rememberInTab } from '../storage.ts';

export function startFillIn(article: HTMLElement, section: HTMLElement): void {
  const marks = [...article.querySelectorAll<HTMLElement>('.code-block code')].flatMap(
    markPlaceholders,
  );
  const fields = [...section.querySelectorAll<HTMLInputElement>('input')];
  for (const field of fields) {
    const asked = new URLSearchParams(location.search).get(field.name);
    // What was typed before this script was there stays.
    field.value ||= asked ?? recallInTab(keyOf(field)) ?? '';
    field.addEventListener('input', () => {
      rememberInTab(keyOf(field), field.value);
      show();
    });
  }
  section.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
  section.querySelector('[data-fill-clear]')?.addEventListener('click', () => {
    for (const field of fields) {
      field.value = '';
      rememberInTab(keyOf(field), undefined);
    }
    show();
    fields[0]?.focus();
  });
  show();

  function show(): void {
    const values = new Map(fields.map(({ name, value }) => [name, value.trim()]));
    for (const mark of marks) {
      const value = values.get(mark.dataset.name ?? '') ?? '';
      mark.textContent = value === '' ? (mark.dataset.written ?? '') : value;
      mark.classList.toggle('is-filled', value !== '');
    }
    const open = [...values.values()].filter((value) => value === '').length;
    const status = section.querySelector('[role=status]');
    if (!status) return;
    status.textContent =
      open === 0 ? 'Everything is filled in.' : `${open} of ${values.size} still open.`;
  }
}

function keyOf({ name }: HTMLInputElement): string {
  return `fill:${name}`;
}

function markPlaceholders(code: HTMLElement): HTMLElement[] {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  return texts.flatMap((text) => {
    const found: HTMLElement[] = [];
    const parts: (string | HTMLElement)[] = [];
    let rest = 0;
    for (const { name, written, index } of placeholdersIn(text.data)) {
      const mark = document.createElement('mark');
      mark.className = 'placeholder';
      mark.dataset.name = name;
      mark.dataset.written = written;
      mark.textContent = written;
      parts.push(text.data.slice(rest, index), mark);
      found.push(mark);
      rest = index + written.length;
    }
    if (found.length > 0) text.replaceWith(...parts, text.data.slice(rest));
    return found;
  });
}
