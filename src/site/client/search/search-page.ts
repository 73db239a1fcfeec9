/** `/search/?q=…`: all results with filters; its address is the search. */
import { searchUrl } from '../../../../schemas/addresses.ts';
import { FILTERS } from '../../../search/parse-query.ts';
import type { SearchResults } from '../../../search/query.ts';
import { keepSearch } from './recent-searches.ts';
import { explainFailure, SearchClient } from './search-client.ts';
import { fillExcerpts, rememberWords, resultLink } from './search-results.ts';

const PAGE_SIZE = 20;
const FILTER_LABELS = {
  type: 'Type',
  domain: 'Domain',
  system: 'System',
  tag: 'Tag',
  owner: 'Owner',
  status: 'Status',
};
const MAX_VALUES = 8;

const form = part<HTMLFormElement>('#search-page-form');
const field = part<HTMLInputElement>('#search-page-field');
const status = part('#search-page-status');
const filters = part('#search-page-filters');
const list = part('#search-page-results');
const more = part<HTMLButtonElement>('#search-page-more');
const client = new SearchClient({
  onResults: show,
  onFailure: (failure) => {
    list.replaceChildren();
    more.hidden = true;
    status.replaceChildren(...explainFailure(failure, field.value.trim()));
  },
});
let limit = PAGE_SIZE;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  ask(field.value.trim(), false);
});
field.addEventListener('input', () => ask(field.value, true));
more.addEventListener('click', () => {
  limit += PAGE_SIZE;
  ask(field.value.trim(), false, limit);
});
list.addEventListener('click', ({ target }) => {
  if (!(target as Element).closest('a')) return;
  keepSearch(field.value.trim());
  rememberWords(field.value.trim());
});
addEventListener('popstate', readAddress);
readAddress();

function readAddress(): void {
  field.value = new URLSearchParams(location.search).get('q') ?? '';
  ask(field.value, false);
}

function ask(query: string, isTyping: boolean, size = PAGE_SIZE): void {
  limit = size;
  const text = query.trim();
  const address = searchUrl(text);
  history.replaceState(null, '', address);
  client.ask(query, limit, isTyping);
}

async function show(query: string, results: SearchResults): Promise<void> {
  const { hits, total, corrections, searched, phrases } = results;
  const text = query.trim();
  if (text === '') {
    status.textContent = '';
    filters.replaceChildren();
    list.replaceChildren();
    more.hidden = true;
    return;
  }
  const rows = hits.map((hit) => {
    const row = document.createElement('li');
    row.append(resultLink(hit));
    return { hit, row };
  });
  list.replaceChildren(...rows.map(({ row }) => row));
  more.hidden = hits.length < limit;
  const instead = corrections.map((each) => `“${each.instead}” for “${each.word}”`).join(', ');
  status.textContent =
    (instead === '' ? '' : `Searched ${instead}. `) +
    (total === 0
      ? `Nothing found for “${text}”. Try fewer or other words.`
      : `${total} ${total === 1 ? 'result' : 'results'}`);
  showFilters(text, results);
  const removed = await fillExcerpts(rows, searched, phrases);
  if (removed > 0) status.textContent = `${rows.length - removed} with the phrase`;
}

/** A filter is part of the query, so that the address holds it; a second click takes it away. */
function showFilters(query: string, { facets }: SearchResults): void {
  const groups = FILTERS.flatMap((key) => {
    const values = facets[key].slice(0, MAX_VALUES);
    const isSet = values.some(([value]) => query.includes(filterText(key, value)));
    if (values.length < 2 && !isSet) return [];
    const group = document.createElement('div');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', FILTER_LABELS[key]);
    group.className = 'search-facet';
    const label = document.createElement('span');
    label.textContent = FILTER_LABELS[key];
    group.append(label, ...values.map(([value, count]) => facetButton(query, key, value, count)));
    return [group];
  });
  filters.replaceChildren(...groups);
}

function facetButton(query: string, key: string, value: string, count: number): HTMLButtonElement {
  const filter = filterText(key, value);
  const isSet = query.includes(filter);
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-pressed', String(isSet));
  button.textContent = `${value} ${count}`;
  button.addEventListener('click', () => {
    field.value = (isSet ? query.replace(filter, '') : `${query} ${filter}`)
      .replace(/\s+/g, ' ')
      .trim();
    ask(field.value, false);
  });
  return button;
}

function filterText(key: string, value: string): string {
  return /\s/.test(value) ? `${key}:"${value}"` : `${key}:${value}`;
}

function part<T extends HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`The search page has no ${selector}`);
  return found;
}
