/**
 * The search dialog: built when first opened. Results follow the ARIA combobox pattern: focus
 * stays in the field, arrows move the selection.
 */
import { frameId, PAGES, searchUrl } from '../../../../schemas/addresses.ts';
import type { SearchResults } from '../../../search/query.ts';
import type { SearchHit } from '../../../search/record-table.ts';
import { createDialog, openModal } from '../dialog.ts';
import { clearSearches, keepSearch, recentSearches } from './recent-searches.ts';
import { explainFailure, SearchClient } from './search-client.ts';
import type { Failure } from './search-messages.ts';
import { fillExcerpts, rememberWords, resultLink } from './search-results.ts';

let dialog: SearchDialog | undefined;

/** @param typed What the reader typed before the dialog was there. */
export function openSearch(typed = ''): void {
  dialog ??= new SearchDialog();
  dialog.open(typed);
}

const MAX_SHOWN = 12;
/** Excerpts wait until the reader has stopped typing. */
const EXCERPT_DELAY_MS = 200;

const CONTENT = `
  <form class="search-form" method="get" action="${PAGES.search}">
    <input type="search" name="q" role="combobox" aria-label="Search" aria-expanded="false"
      aria-controls="${frameId('search-results')}" aria-autocomplete="list" autocomplete="off"
      placeholder="Search documents, steps and tasks" spellcheck="false" autofocus>
    <button type="button" data-close>Close</button>
  </form>
  <p class="search-status" role="status"></p>
  <div class="search-recent"></div>
  <ul class="search-results" id="${frameId('search-results')}" role="listbox" aria-label="Results"></ul>
  <p class="search-keys"><a href="${PAGES.search}" data-all>All results and filters</a>
    <span><kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> open <kbd>Esc</kbd> close</span></p>`;

class SearchDialog {
  readonly #dialog = createDialog('search', { label: 'Search' }, CONTENT);
  readonly #field: HTMLInputElement;
  readonly #list: HTMLUListElement;
  readonly #status: HTMLElement;
  readonly #recent: HTMLElement;
  readonly #all: HTMLAnchorElement;
  readonly #client: SearchClient;
  #rows: { hit: SearchHit; row: HTMLElement }[] = [];
  #selected = -1;
  /** Whether the reader chose the selected row; it then stays where it is. */
  #isChosen = false;
  #pending: ReturnType<typeof setTimeout> | undefined;
  /** What the rows are results of. */
  #shown = '';
  /** Enter, pressed before the results of what is typed were there. */
  #entered: KeyboardEvent | undefined;

  constructor() {
    this.#field = this.#part('input');
    this.#list = this.#part('ul');
    this.#status = this.#part('.search-status');
    this.#recent = this.#part('.search-recent');
    this.#all = this.#part('[data-all]');
    this.#client = new SearchClient({
      onResults: (query, results) => this.#show(query, results),
      onFailure: (failure) => this.#fail(failure),
    });
    this.#field.addEventListener('input', () => this.#search());
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    this.#dialog.addEventListener('click', (event) => this.#onClick(event));
  }

  open(typed: string): void {
    if (this.#dialog.open) return;
    openModal(this.#dialog);
    if (typed === '') this.#field.select();
    else this.#field.value = typed;
    this.#search();
  }

  #query(): string {
    return this.#field.value.trim();
  }

  #search(): void {
    this.#isChosen = false;
    this.#entered = undefined;
    const query = this.#query();
    this.#all.href = searchUrl(query);
    this.#client.ask(this.#field.value, MAX_SHOWN, true);
    if (query === '') this.#showRecent();
    else this.#recent.replaceChildren();
  }

  #show(asked: string, { hits, total, corrections, searched, phrases }: SearchResults): void {
    const query = asked.trim();
    this.#shown = query;
    const kept = this.#isChosen ? this.#rows[this.#selected]?.hit : undefined;
    const shown = kept ? keepInPlace(hits, kept, this.#selected) : query === '' ? [] : hits;
    this.#rows = shown.map((hit, index) => ({ hit, row: resultRow(hit, index) }));
    this.#list.replaceChildren(...this.#rows.map(({ row }) => row));
    this.#field.setAttribute('aria-expanded', String(shown.length > 0));
    this.#select(kept ? this.#selected : shown.length > 0 ? 0 : -1);
    this.#status.textContent =
      query === '' ? '' : describe(query, total, shown.length, corrections);
    clearTimeout(this.#pending);
    if (this.#entered && query === this.#query()) {
      this.#follow(this.#entered);
      return;
    }
    const rows = this.#rows;
    this.#pending = setTimeout(async () => {
      const removed = await fillExcerpts(rows, searched, phrases);
      if (removed === 0 || rows !== this.#rows) return;
      this.#rows = rows.filter(({ row }) => row.isConnected);
      this.#select(this.#rows.length > 0 ? 0 : -1);
      this.#status.textContent = describe(query, this.#rows.length, this.#rows.length, []);
    }, EXCERPT_DELAY_MS);
  }

  #fail(failure: Failure): void {
    this.#rows = [];
    this.#list.replaceChildren();
    this.#status.replaceChildren(...explainFailure(failure, this.#query()));
  }

  #showRecent(): void {
    const searches = recentSearches();
    const buttons = searches.map((query) =>
      button(query, () => {
        this.#field.value = query;
        this.#field.focus();
        this.#search();
      }),
    );
    const clear = button('Clear recent searches', () => {
      clearSearches();
      this.#recent.replaceChildren();
      this.#field.focus();
    });
    clear.className = 'search-clear';
    this.#recent.replaceChildren(...(searches.length > 0 ? [...buttons, clear] : []));
  }

  #onKey(event: KeyboardEvent): void {
    const count = this.#rows.length;
    if (event.key === 'ArrowDown' && count > 0) this.#choose((this.#selected + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0)
      this.#choose((this.#selected + count - 1) % count);
    else if (event.key === 'Enter' && count > 0) this.#enter(event);
    else return;
    event.preventDefault();
  }

  #choose(index: number): void {
    this.#isChosen = true;
    this.#select(index);
  }

  /** Follows what was chosen, or the first result of all that is typed: not one of half a question. */
  #enter(event: KeyboardEvent): void {
    if (this.#isChosen || this.#shown === this.#query()) this.#follow(event);
    else this.#entered = event;
  }

  #follow({ metaKey, ctrlKey }: KeyboardEvent): void {
    const url = this.#rows[this.#selected]?.hit.url;
    if (url === undefined) return;
    this.#leave();
    if (metaKey || ctrlKey) window.open(url, '_blank', 'noreferrer');
    else location.assign(url);
  }

  #leave(): void {
    keepSearch(this.#query());
    rememberWords(this.#query());
    this.#dialog.close();
  }

  #select(index: number): void {
    this.#rows[this.#selected]?.row.removeAttribute('aria-selected');
    this.#list.querySelector('[aria-selected]')?.removeAttribute('aria-selected');
    this.#selected = index;
    const row = this.#rows[index]?.row;
    row?.setAttribute('aria-selected', 'true');
    if (row) revealIn(this.#list, row);
    if (row) this.#field.setAttribute('aria-activedescendant', row.id);
    else this.#field.removeAttribute('aria-activedescendant');
  }

  /** A link may lead to a part of this very page, so the dialog closes. */
  #onClick({ target }: MouseEvent): void {
    if ((target as Element).closest('.search-results a')) this.#leave();
  }

  #part<T extends HTMLElement>(selector: string): T {
    const part = this.#dialog.querySelector<T>(selector);
    if (!part) throw new Error(`The search dialog has no ${selector}`);
    return part;
  }
}

/** Scrolls the list alone; the page behind stays where it is. */
function revealIn(list: HTMLElement, row: HTMLElement): void {
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
}

/** The same hits around a row that must not move under the reader's hand. */
function keepInPlace(hits: readonly SearchHit[], kept: SearchHit, index: number): SearchHit[] {
  const others = hits.filter(({ url }) => url !== kept.url);
  return [...others.slice(0, index), kept, ...others.slice(index)].slice(0, MAX_SHOWN);
}

function describe(
  query: string,
  total: number,
  shown: number,
  corrections: SearchResults['corrections'],
): string {
  if (total === 0) return `Nothing found for “${query}”. Try fewer or other words.`;
  const instead = corrections.map(({ word, instead: other }) => `“${other}” for “${word}”`);
  const corrected = instead.length > 0 ? `Searched ${instead.join(', ')}. ` : '';
  if (total === 1) return `${corrected}1 result`;
  return `${corrected}${total > shown ? `The best ${shown} of ` : ''}${total} results`;
}

function resultRow(hit: SearchHit, index: number): HTMLLIElement {
  const row = document.createElement('li');
  row.id = frameId(`search-result-${index}`);
  row.setAttribute('role', 'option');
  const link = resultLink(hit);
  link.tabIndex = -1;
  row.append(link);
  return row;
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}
