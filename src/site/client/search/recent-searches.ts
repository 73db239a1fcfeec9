/** The last searches, kept on this device alone; signing out takes them away. */
import { recallList, rememberList } from '../storage.ts';

const KEY = 'recent-searches';
const MAX_KEPT = 8;

export function recentSearches(): string[] {
  return recallList(KEY);
}

export function keepSearch(query: string): void {
  const others = recentSearches().filter((each) => each !== query);
  rememberList(KEY, [query, ...others].slice(0, MAX_KEPT));
}

export function clearSearches(): void {
  rememberList(KEY, []);
}
