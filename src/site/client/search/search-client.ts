/** Asks the search worker; one question may have results twice, as more of the index arrives. */
import { searchUrl } from '../../../../schemas/addresses.ts';
import type { SearchResults } from '../../../search/query.ts';
import type { Failure, Reply } from './search-messages.ts';

export interface SearchListener {
  onResults(query: string, results: SearchResults): void;
  onFailure(failure: Failure): void;
}

export class SearchClient {
  readonly #worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
  #number = 0;
  #query = '';

  constructor(listener: SearchListener) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      if (data.number !== this.#number) return;
      if ('results' in data) listener.onResults(this.#query, data.results);
      else listener.onFailure(data.failure);
    });
    this.#worker.addEventListener('error', () => listener.onFailure('unavailable'));
  }

  ask(query: string, limit: number, isTyping: boolean): void {
    this.#number++;
    this.#query = query;
    this.#worker.postMessage({ number: this.#number, query, limit, isTyping });
  }
}

/** A sentence for a person, with a way on where there is one. */
export function explainFailure(failure: Failure, query: string): (string | Node)[] {
  switch (failure) {
    case 'signed-out': {
      const link = document.createElement('a');
      const returnTo = query === '' ? here() : searchUrl(query);
      link.href = `/sign-in?${new URLSearchParams({ returnTo })}`;
      link.textContent = 'Sign in again';
      return ['You are no longer signed in. ', link, ' — your search is kept.'];
    }
    case 'offline':
      return ['Search could not be loaded — check your connection and try again.'];
    case 'unavailable':
      return ['Search could not be loaded — try again later.'];
    case 'damaged':
      return ['The search index is damaged — ask an administrator to build the portal again.'];
    case 'outdated':
      return ['The portal was updated a moment ago — reload this page to search it.'];
  }
}

function here(): string {
  return location.pathname + location.search + location.hash;
}
