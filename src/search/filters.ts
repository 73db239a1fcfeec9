/** What filters and facets see of each document, as numbers: counting them must cost nothing. */
import type { FirstFile } from './index-files.ts';
import { FILTERS, type Filter, type ParsedQuery } from './parse-query.ts';

/** Documents by filter and value, the most frequent first. */
export type Facets = Readonly<Record<Filter, readonly (readonly [value: string, count: number])[]>>;

interface Column {
  readonly key: Filter;
  readonly values: readonly string[];
  /** Document → places of its values in `values`. */
  readonly ofDocument: readonly (readonly number[])[];
}

export class DocumentFilters {
  readonly #columns: readonly Column[];
  readonly #count: number;

  constructor({ documents }: FirstFile) {
    const values = documents.map(valuesOf);
    this.#columns = FILTERS.map((key) =>
      column(
        key,
        values.map((each) => each[key]),
      ),
    );
    this.#count = documents.length;
  }

  /** 1 for every document the filters of a query let through; archives only when asked for. */
  allowed({ filters }: Pick<ParsedQuery, 'filters'>): Uint8Array {
    const allowed = new Uint8Array(this.#count).fill(1);
    const restrict = (key: Filter, isWanted: (value: string) => boolean) => {
      const column = this.#columns.find((each) => each.key === key);
      const wanted = column?.values.map(isWanted);
      column?.ofDocument.forEach((own, document) => {
        if (!own.some((value) => wanted?.[value])) allowed[document] = 0;
      });
    };
    for (const { key, value } of filters) restrict(key, (each) => each.toLowerCase() === value);
    const asksForArchive = filters.some(({ key, value }) => key === 'type' && value === 'archive');
    if (!asksForArchive) restrict('type', (each) => each !== 'archive');
    return allowed;
  }

  /** @param documents 1 for every document to count. */
  facets(documents: Uint8Array): Facets {
    const facets = this.#columns.map(({ key, values, ofDocument }) => {
      const counts = new Uint32Array(values.length);
      ofDocument.forEach((own, document) => {
        if (documents[document] === 1) for (const value of own) (counts[value] as number)++;
      });
      const rows = values.flatMap((value, index): [string, number][] =>
        counts[index] ? [[value, counts[index]]] : [],
      );
      return [key, rows.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))];
    });
    return Object.fromEntries(facets);
  }
}

function column(key: Filter, documents: readonly (readonly string[])[]): Column {
  const places = new Map<string, number>();
  const ofDocument = documents.map((values) =>
    [...new Set(values)].map((value) => {
      const place = places.get(value) ?? places.size;
      places.set(value, place);
      return place;
    }),
  );
  return { key, values: [...places.keys()], ofDocument };
}

function valuesOf({
  type,
  domain,
  systems = [],
  tags = [],
  owner,
  status = 'active',
}: FirstFile['documents'][number]): Readonly<Record<Filter, readonly string[]>> {
  return {
    type: [type],
    domain: domain === '' ? [] : [domain],
    system: systems,
    tag: tags,
    owner: owner === undefined ? [] : [owner],
    status: [status],
  };
}
