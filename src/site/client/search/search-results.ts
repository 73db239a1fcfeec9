/** Results as both the dialog and the search page show them, with excerpts from the pages. */
import { documentUrl } from '../../../../schemas/addresses.ts';
import { DOC_TYPE_METADATA, type DocTypeMetadata } from '../../../../schemas/doc-types.ts';
import { createAnalyzer } from '../../../search/analyze.ts';
import { excerptOf } from '../../../search/excerpt.ts';
import { holdsPhrase } from '../../../search/parse-query.ts';
import type { SearchHit } from '../../../search/record-table.ts';
import { rememberInTab } from '../storage.ts';

const analyzer = createAnalyzer(document.documentElement.lang);

/** One result as a link; its excerpt is filled in by `fillExcerpts`. */
export function resultLink({ url, title, heading, docType, kind, status }: SearchHit): HTMLElement {
  const link = document.createElement('a');
  link.href = url;
  // A task or step says what it is; a section such as “Validation” does only with its document.
  const isOwnPlace = kind === 'task' || kind === 'step';
  link.append(
    span('search-title', isOwnPlace ? heading : title),
    span('search-type', labelOf(kind, docType) + (status === 'active' ? '' : ` · ${status}`)),
  );
  if (heading !== '') link.append(span('search-page', isOwnPlace ? title : heading));
  // A task's heading is all its text.
  if (kind !== 'task') link.append(span('search-excerpt', ''));
  return link;
}

/**
 * Fetches the pages of the results and fills in where the words stand. Results that lack a
 * phrase of the query are taken away; returns how many were.
 */
export async function fillExcerpts(
  rows: readonly { readonly hit: SearchHit; readonly row: HTMLElement }[],
  query: string,
  phrases: readonly string[],
): Promise<number> {
  const texts = rows.map(({ hit }) => textAt(hit));
  let removed = 0;
  for (const [index, { hit, row }] of rows.entries()) {
    const text = await texts[index];
    if (text === undefined) continue;
    await nextTask();
    // The reader typed on: nobody will see this row.
    if (!row.isConnected) continue;
    if (!phrases.every((phrase) => holdsPhrase(`${hit.heading}\n${text}`, phrase))) {
      row.remove();
      removed++;
      continue;
    }
    const excerpt = row.querySelector('.search-excerpt');
    if (!excerpt || text === '') continue;
    const { parts, startsInside, endsInside } = excerptOf(text, query, analyzer);
    excerpt.replaceChildren(
      startsInside ? '… ' : '',
      ...parts.map((part) => (part.isMatch ? mark(part.text) : part.text)),
      endsInside ? ' …' : '',
    );
  }
  return removed;
}

/** Between two excerpts the reader's keys have their turn. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

const pages = new Map<string, Promise<Document | undefined>>();

/** Text of a section or step, read off its page: it is there already, and up to date. */
async function textAt({ id, anchor, kind }: SearchHit): Promise<string | undefined> {
  // A task's heading is all its text.
  if (kind === 'task') return '';
  const known = pages.get(id) ?? loadPage(id);
  pages.set(id, known);
  const page = await known;
  if (!page) return undefined;
  const start = anchor === '' ? page.querySelector('main .summary') : page.getElementById(anchor);
  if (!start) return page.querySelector('main .prose')?.textContent ?? '';
  if (!/^H[1-6]$/.test(start.tagName)) return start.textContent ?? '';
  const texts: string[] = [];
  for (
    let next = start.nextElementSibling;
    next && !/^H[1-6]$/.test(next.tagName);
    next = next.nextElementSibling
  ) {
    texts.push(next.textContent ?? '');
  }
  return texts.join(' ');
}

async function loadPage(id: string): Promise<Document | undefined> {
  try {
    const response = await fetch(documentUrl({ id }), { redirect: 'error' });
    if (!response.ok) return undefined;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const link of page.querySelectorAll('.permalink')) link.remove();
    return page;
  } catch {
    // Without the page there is no excerpt; the result itself still leads there.
    return undefined;
  }
}

/** Keeps the words of a search for the page it leads to. */
export function rememberWords(query: string): void {
  rememberInTab('search-words', query);
}

function labelOf(kind: SearchHit['kind'], docType: string): string {
  if (kind === 'task') return 'Task';
  if (kind === 'step') return 'Step';
  return (DOC_TYPE_METADATA as Record<string, DocTypeMetadata>)[docType]?.label ?? docType;
}

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

function mark(text: string): HTMLElement {
  const element = document.createElement('mark');
  element.textContent = text;
  return element;
}
