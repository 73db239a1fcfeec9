/**
 * The instruction of a task beside the task: the step, or the document, is fetched from its page
 * and shown in a panel. Without a script, or with a new tab asked for, the link leads to the page.
 */
import { frameId } from '../../../../schemas/addresses.ts';
import { createDialog, openBesidePage } from '../dialog.ts';

let panel: HTMLDialogElement | undefined;

export function offerPanel(scope: HTMLElement): void {
  scope.addEventListener('click', (event) => {
    const { target, metaKey, ctrlKey, shiftKey } = event;
    const link =
      target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-instruction]') : null;
    if (!link || metaKey || ctrlKey || shiftKey) return;
    event.preventDefault();
    openPanel(link);
  });
}

async function openPanel(link: HTMLAnchorElement): Promise<void> {
  panel ??= createPanel();
  const [title, body, whole] = [
    part('h2'),
    part('.panel-body'),
    part<HTMLAnchorElement>('.panel-page'),
  ];
  title.textContent = link.textContent?.trim() ?? '';
  whole.href = link.href;
  body.textContent = 'Loading…';
  openBesidePage(panel, link);
  title.focus();
  try {
    body.replaceChildren(...(await loadInstruction(link)));
    body.scrollTop = 0;
  } catch {
    location.assign(link.href);
  }
}

function createPanel(): HTMLDialogElement {
  return createDialog(
    'panel',
    { labelledBy: frameId('panel-title') },
    `<header class="panel-header">
      <h2 id="${frameId('panel-title')}" tabindex="-1"></h2>
      <button type="button" class="panel-close" data-close>Close</button>
    </header>
    <div class="panel-body prose" tabindex="0" role="region" aria-label="Instruction"></div>
    <p class="panel-footer"><a class="panel-page">Open the whole page</a></p>`,
  );
}

function part<T extends HTMLElement>(selector: string): T {
  const found = panel?.querySelector<T>(selector);
  if (!found) throw new Error(`The panel has no ${selector}`);
  return found;
}

/** @throws when the page cannot be read as expected, for instance after the session has ended. */
async function loadInstruction(link: HTMLAnchorElement): Promise<Node[]> {
  const response = await fetch(link.pathname);
  if (!response.ok || response.redirected) throw new Error('The instruction could not be loaded');
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const anchor = decodeURIComponent(link.hash.slice(1));
  const target = anchor === '' ? null : page.getElementById(anchor);
  const prose = page.querySelector('article .prose');
  const shown = target?.closest('.prose') ? target : prose;
  if (!shown) throw new Error('The page has no text');
  const step = shown.closest('li[data-step]');
  const list = step?.parentElement;
  const content = step && list ? listOf(step, list as HTMLOListElement) : [...shown.childNodes];
  for (const node of content) if (node instanceof Element) withoutIds(node, response.url);
  return content.map((node) => document.adoptNode(node));
}

/** The step alone, with its number. */
function listOf(step: Element, list: HTMLOListElement): Node[] {
  const only = list.cloneNode() as HTMLOListElement;
  only.start = (list.start || 1) + [...list.children].indexOf(step);
  only.append(step);
  only.className = 'panel-step';
  return [only];
}

/** Fragments belong to the page; links within it lead there. */
function withoutIds(element: Element, base: string): void {
  for (const each of [element, ...element.querySelectorAll('*')]) {
    if (!each.closest('svg')) each.removeAttribute('id');
    if (each instanceof HTMLAnchorElement)
      each.href = new URL(each.getAttribute('href') ?? '', base).href;
    if (each.matches('.permalink')) each.remove();
  }
}
