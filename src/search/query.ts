/** Searching, for browser and terminal alike. */
import MiniSearch from 'minisearch';
import { INDEX_OPTIONS, QUERY_OPTIONS, type SearchRecord } from './fields.ts';

export interface SearchHit {
  /** Page and fragment within the portal. */
  readonly url: string;
  readonly title: string;
  readonly heading: string;
  readonly docType: string;
}

export interface SearchIndex {
  /** The best hits first, at most `limit`. */
  search(query: string, limit?: number): SearchHit[];
}

/** Opens an index built by `buildSearchIndex`. @throws when `json` is not such an index. */
export function openIndex(json: string): SearchIndex {
  const index = MiniSearch.loadJSON<SearchRecord>(json, INDEX_OPTIONS);
  return {
    search(query, limit = 10) {
      const strict = index.search(query, QUERY_OPTIONS);
      // A question has words no single section holds all of; then any of them counts.
      const results =
        strict.length > 0 ? strict : index.search(query, { ...QUERY_OPTIONS, combineWith: 'OR' });
      return results.slice(0, limit).map(({ id, title, heading, docType }) => ({
        url: id as string,
        title: title as string,
        heading: heading as string,
        docType: docType as string,
      }));
    },
  };
}
