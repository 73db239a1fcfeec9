/**
 * The search dialog: built when first opened, fed by the index the build wrote. Results
 * follow the ARIA combobox pattern: focus stays in the field, arrows move the selection.
 */
import { DOC_TYPE_FACTS, type DocTypeFacts } from '../../../schemas/doc-types.ts';
import { openIndex, type SearchHit, type SearchIndex } from '../../search/query.ts';

let dialog: SearchDialog | undefined;

export function openSearch(): void {
  dialog ??= new SearchDialog();
  dialog.open();
}

const INDEX_URL = '/api/search/index.json';

class SearchDialog {
  readonly #dialog = document.createElement('dialog');
  readonly #field: HTMLInputElement;
  readonly #list: HTMLUListElement;
  readonly #status: HTMLElement;
  #index: Promise<SearchIndex> | undefined;
  #selected = -1;

  constructor() {
    this.#dialog.className = 'search';
    this.#dialog.setAttribute('aria-label', 'Search');
    this.#dialog.innerHTML = `
      <form method="dialog" class="search-form">
        <input type="search" role="combobox" aria-label="Search" aria-expanded="false"
          aria-controls="search-results" aria-autocomplete="list" autocomplete="off"
          placeholder="Search documents, steps and tasks" spellcheck="false" autofocus>
        <button type="submit">Close</button>
      </form>
      <p class="search-status" role="status"></p>
      <ul class="search-results" id="search-results" role="listbox" aria-label="Results"></ul>
      <p class="search-keys"><kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> open
        <kbd>Esc</kbd> close</p>`;
    this.#field = this.#part('input');
    this.#list = this.#part('ul');
    this.#status = this.#part('.search-status');
    this.#field.addEventListener('input', () => this.#search());
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    this.#dialog.addEventListener('click', (event) => this.#onClick(event));
    document.body.append(this.#dialog);
  }

  open(): void {
    if (this.#dialog.open) return;
    this.#dialog.showModal();
    this.#field.select();
    this.#search();
  }

  async #search(): Promise<void> {
    const query = this.#field.value.trim();
    try {
      this.#index ??= loadIndex();
      const index = await this.#index;
      if (query !== this.#field.value.trim()) return;
      this.#show(query, query === '' ? [] : index.search(query, 20));
    } catch (error) {
      this.#index = undefined;
      this.#list.replaceChildren();
      this.#status.replaceChildren(...explain(error));
    }
  }

  #show(query: string, hits: readonly SearchHit[]): void {
    this.#list.replaceChildren(...hits.map(resultItem));
    this.#field.setAttribute('aria-expanded', String(hits.length > 0));
    this.#select(hits.length > 0 ? 0 : -1);
    this.#status.textContent =
      query === ''
        ? ''
        : hits.length === 0
          ? `Nothing found for “${query}”. Try fewer or other words.`
          : `${hits.length === 20 ? 'The best 20' : hits.length} result${hits.length === 1 ? '' : 's'}`;
  }

  #onKey(event: KeyboardEvent): void {
    const count = this.#list.children.length;
    if (event.key === 'ArrowDown' && count > 0) this.#select((this.#selected + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0)
      this.#select((this.#selected + count - 1) % count);
    else if (event.key === 'Enter') this.#follow(event);
    else return;
    event.preventDefault();
  }

  #follow({ metaKey, ctrlKey }: KeyboardEvent): void {
    const url = this.#list.children[this.#selected]?.querySelector('a')?.href;
    if (url === undefined) return;
    if (metaKey || ctrlKey) window.open(url, '_blank', 'noreferrer');
    else {
      this.#dialog.close();
      location.assign(url);
    }
  }

  #select(index: number): void {
    this.#list.children[this.#selected]?.removeAttribute('aria-selected');
    this.#selected = index;
    const item = this.#list.children[index];
    item?.setAttribute('aria-selected', 'true');
    item?.scrollIntoView({ block: 'nearest' });
    if (item) this.#field.setAttribute('aria-activedescendant', item.id);
    else this.#field.removeAttribute('aria-activedescendant');
  }

  /** Outside of the box, or on a link to a part of this very page, the dialog closes. */
  #onClick({ target }: MouseEvent): void {
    if (target === this.#dialog || (target as Element).closest('a')) this.#dialog.close();
  }

  #part<T extends HTMLElement>(selector: string): T {
    const part = this.#dialog.querySelector<T>(selector);
    if (!part) throw new Error(`The search dialog has no ${selector}`);
    return part;
  }
}

/** The answer was not an index, and why. */
class IndexError extends Error {
  readonly mustSignIn: boolean;

  constructor(message: string, mustSignIn = false) {
    super(message);
    this.mustSignIn = mustSignIn;
  }
}

async function loadIndex(): Promise<SearchIndex> {
  let response: Response;
  try {
    response = await fetch(INDEX_URL, { redirect: 'manual' });
  } catch {
    throw new IndexError('Search could not be loaded — check your connection and try again.');
  }
  const isTurnedAway = response.type === 'opaqueredirect' || [401, 403].includes(response.status);
  if (isTurnedAway) throw new IndexError('You are no longer signed in.', true);
  if (!response.ok) {
    throw new IndexError(`Search could not be loaded (${response.status}) — try again later.`);
  }
  try {
    return openIndex(await response.text());
  } catch {
    throw new IndexError('The search index is damaged — ask an administrator to build again.');
  }
}

function explain(error: unknown): (string | Node)[] {
  const message = error instanceof IndexError ? error.message : 'Search failed — try again.';
  if (!(error instanceof IndexError && error.mustSignIn)) return [message];
  const link = document.createElement('a');
  const here = location.pathname + location.search + location.hash;
  link.href = `/sign-in?${new URLSearchParams({ returnTo: here })}`;
  link.textContent = 'Sign in again';
  return [`${message} `, link];
}

function resultItem({ url, title, heading, docType }: SearchHit, index: number): HTMLLIElement {
  const item = document.createElement('li');
  item.id = `search-result-${index}`;
  item.setAttribute('role', 'option');
  const link = document.createElement('a');
  link.href = url;
  link.tabIndex = -1;
  // A task says what it is; a section such as “Validation” does only with its document.
  const isTask = url.includes('#task-');
  link.append(span('search-title', isTask ? heading : title));
  link.append(span('search-type', isTask ? 'Task' : labelOf(docType)));
  if (heading) link.append(span('search-page', isTask ? title : heading));
  item.append(link);
  return item;
}

function labelOf(docType: string): string {
  return (DOC_TYPE_FACTS as Record<string, DocTypeFacts>)[docType]?.label ?? docType;
}

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
