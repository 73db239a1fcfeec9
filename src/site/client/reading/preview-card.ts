/**
 * What a link leads to, in a card beside it: shown on hover and focus, kept while the pointer is
 * over it, closed by Escape (WCAG 2.2, 1.4.13). The words come from the document's Markdown twin.
 */
import { frameId, stepOf, twinOf } from '../../../../schemas/addresses.ts';

interface Summary {
  readonly title: string;
  readonly type: string;
  readonly summary: string;
  readonly step: string;
}

const summaries = new Map<string, Promise<Summary | undefined>>();
const card = createCard();
let shownFor: HTMLAnchorElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export function preview(link: HTMLAnchorElement): void {
  if (link === shownFor) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(link), OPEN_MS);
  link.addEventListener('pointerleave', hideSoon, { once: true });
  link.addEventListener('blur', hideSoon, { once: true });
}

const OPEN_MS = 350;
const CLOSE_MS = 250;

function createCard(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'preview';
  element.id = frameId('preview');
  element.setAttribute('role', 'tooltip');
  element.hidden = true;
  element.addEventListener('pointerenter', () => clearTimeout(timer));
  element.addEventListener('pointerleave', hideSoon);
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  document.body.append(element);
  return element;
}

async function show(link: HTMLAnchorElement): Promise<void> {
  const summary = await summaryOf(link);
  if (
    !summary ||
    !link.isConnected ||
    !(link.matches(':hover') || link === document.activeElement)
  ) {
    return;
  }
  hide();
  shownFor = link;
  link.setAttribute('aria-describedby', card.id);
  card.replaceChildren(
    line('p', 'preview-type', summary.type),
    line('p', 'preview-title', summary.title),
    ...(summary.step === '' ? [] : [line('p', 'preview-step', summary.step)]),
    ...(summary.summary === '' ? [] : [line('p', 'preview-summary', summary.summary)]),
  );
  card.hidden = false;
  place(link);
}

function place(link: HTMLAnchorElement): void {
  const box = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - width - 8));
  const isBelow = box.bottom + height + 8 < innerHeight;
  card.style.left = `${left}px`;
  card.style.top = `${isBelow ? box.bottom + 6 : Math.max(8, box.top - height - 6)}px`;
}

function hideSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(hide, CLOSE_MS);
}

function hide(): void {
  clearTimeout(timer);
  shownFor?.removeAttribute('aria-describedby');
  shownFor = undefined;
  card.hidden = true;
}

function summaryOf({ pathname, hash }: HTMLAnchorElement): Promise<Summary | undefined> {
  const key = pathname + hash;
  const known = summaries.get(key) ?? load(pathname, decodeURIComponent(hash.slice(1)));
  summaries.set(key, known);
  return known;
}

async function load(pathname: string, anchor: string): Promise<Summary | undefined> {
  const response = await fetch(twinOf(pathname)).catch(() => undefined);
  if (!response?.ok || response.redirected) return undefined;
  const text = await response.text();
  const [, header = ''] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
  const value = (name: string): string => {
    const [, json = '""'] = new RegExp(`^${name}: (".*")$`, 'm').exec(header) ?? [];
    return JSON.parse(json);
  };
  const marker = `<!-- step: ${stepOf(anchor) ?? anchor} -->`;
  const step = text.split('\n').find((each) => each.includes(marker)) ?? '';
  return {
    title: value('title'),
    type: value('type'),
    summary: value('summary'),
    step: step
      .replace(marker, '')
      .replace(/^\s*(\d+)[.)]\s*/, 'Step $1: ')
      .trim(),
  };
}

function line(name: 'p', className: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}
