/**
 * What a search record is and how it is indexed. Build, browser and terminal all use this
 * one set of options: an index read with other options answers nonsense.
 */
import type { Options, SearchOptions } from 'minisearch';

/** One section of a document; the section before the first heading has no heading. */
export interface SearchRecord {
  /** Page and fragment, `/docs/<id>/#slug`; unique. */
  readonly id: string;
  readonly title: string;
  /** Heading of the section; empty for the beginning of a document. */
  readonly heading: string;
  readonly text: string;
  /** Id and aliases, which people paste. */
  readonly names: string;
  readonly docType: string;
}

export const INDEX_OPTIONS: Options<SearchRecord> = {
  idField: 'id',
  fields: ['title', 'heading', 'names', 'text'],
  storeFields: ['title', 'heading', 'docType'],
};

export const QUERY_OPTIONS: SearchOptions = {
  boost: { title: 4, heading: 3, names: 3 },
  prefix: (_term, index, terms) => index === terms.length - 1,
  fuzzy: (term) => (term.length > 3 ? 0.2 : false),
  combineWith: 'AND',
};
