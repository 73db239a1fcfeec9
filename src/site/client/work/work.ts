/**
 * What a browser adds to the pages of the workspace, which are whole without it: forms are sent and
 * answered in place, with focus, scroll and all that was typed elsewhere kept, and keys of their own.
 */
import { keepTyped, restoreTyped } from './typed-forms.ts';
import { listenToWorkKeys, openAsked } from './work-keys.ts';

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
  if (!form.closest('.work') || event.defaultPrevented) return;
  event.preventDefault();
  send(form, submitter);
});
addEventListener('popstate', () => location.reload());
listenToWorkKeys();
openAsked();

const sending = new WeakSet<HTMLFormElement>();

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  // Pressed twice it is sent once; the server would take it once as well.
  if (sending.has(form)) return;
  sending.add(form);
  form.setAttribute('aria-busy', 'true');
  try {
    const fields = new FormData(form, submitter);
    const isUpload = form.enctype === 'multipart/form-data';
    const response = await fetch(form.action, {
      method: 'POST',
      // A form without files has texts alone.
      body: isUpload ? fields : new URLSearchParams(fields as unknown as Record<string, string>),
    });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const next = page.querySelector('main .work');
    // Signed out, or something else than a page: what is typed stays, and so does the way to send it.
    if (!next) throw new Error(response.statusText);
    show(form, page, next, response);
  } catch {
    sayUnsent(form);
  } finally {
    sending.delete(form);
    form.removeAttribute('aria-busy');
  }
}

function show(form: HTMLFormElement, page: Document, next: Element, response: Response): void {
  const work = document.querySelector('main .work');
  if (!work) return;
  const rows = [...work.querySelectorAll('[data-row]')];
  const row = rows.findIndex((each) => each.contains(form));
  const typed = keepTyped(work, form);
  const { scrollX, scrollY } = window;
  work.replaceWith(next);
  restoreTyped(next, typed);
  document.title = page.title;
  const isHere = new URL(response.url).pathname === location.pathname;
  if (response.redirected) history[isHere ? 'replaceState' : 'pushState'](null, '', response.url);
  if (isHere) scrollTo(scrollX, scrollY);
  else scrollTo(0, 0);
  focusAfter(next, form, row);
}

/** What was refused, else the same form, else the row in its place, else what was done. */
function focusAfter(work: Element, form: HTMLFormElement, row: number): void {
  const rows = [...work.querySelectorAll('[data-row]')];
  const same = [...work.querySelectorAll<HTMLFormElement>('form[data-form]')].find(
    ({ dataset }) => dataset.form === form.dataset.form,
  );
  const place = row === -1 ? undefined : (rows[row] ?? rows.at(-1));
  const notice = work.querySelector<HTMLElement>('.work-notice[role=status]');
  notice?.setAttribute('tabindex', '-1');
  const target =
    work.querySelector<HTMLElement>('[autofocus]') ??
    (form.matches('.step-tick') ? same?.querySelector('button') : undefined) ??
    place?.querySelector<HTMLElement>('[data-open]') ??
    notice ??
    work.querySelector<HTMLElement>('h1 a, h2[tabindex]');
  target?.focus({ preventScroll: target === notice });
}

function sayUnsent(form: HTMLFormElement): void {
  const says = form.querySelector('[data-unsent]') ?? document.createElement('p');
  says.className = 'work-problem';
  says.setAttribute('role', 'alert');
  says.setAttribute('data-unsent', '');
  says.textContent =
    'This could not be sent. What you typed is still here: see whether you are online and signed in, then send it again.';
  form.prepend(says);
}
