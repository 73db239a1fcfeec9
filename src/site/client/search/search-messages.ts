/** What pages and the search worker say to each other. */
import type { SearchResults } from '../../../search/query.ts';

export interface Question {
  readonly number: number;
  readonly query: string;
  readonly limit: number;
  readonly isTyping: boolean;
}

export type Failure = 'offline' | 'signed-out' | 'unavailable' | 'damaged' | 'outdated';

export type Reply =
  | { readonly number: number; readonly results: SearchResults }
  | { readonly number: number; readonly failure: Failure };
