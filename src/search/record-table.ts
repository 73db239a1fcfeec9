/** What the number of a record stands for: its document, its place there, and what it is called. */
import { documentUrl, stepOf, taskOf } from '../../schemas/addresses.ts';
import { defaultAnchor, type FirstFile } from './index-files.ts';
import { MAX_PER_DOCUMENT } from './ranking.ts';

export interface SearchHit {
  /** Page and fragment within the portal. */
  readonly url: string;
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  /** Empty for the beginning of a document. */
  readonly heading: string;
  readonly docType: string;
  readonly kind: 'document' | 'section' | 'step' | 'task';
  readonly status: string;
}

export class RecordTable {
  /** Document → its first record, which is its beginning. */
  readonly beginnings: Uint32Array;
  readonly #first: FirstFile;
  /** Record number → its document. */
  readonly #documents: Uint32Array;
  /** Id, former id, or reference of a task or step, in lower case → records. */
  readonly #named: ReadonlyMap<string, readonly number[]>;

  constructor(first: FirstFile) {
    this.#first = first;
    this.#documents = Uint32Array.from(
      first.documents.flatMap(({ headings }, document) => headings.map(() => document)),
    );
    let beginning = 0;
    this.beginnings = Uint32Array.from(first.documents, ({ headings }) => {
      beginning += headings.length;
      return beginning - headings.length;
    });
    this.#named = this.#recordsByName();
  }

  get length(): number {
    return this.#documents.length;
  }

  documentOf(record: number): number {
    return this.#documents[record] ?? 0;
  }

  /** The records that go by `name`, whatever its case. */
  named(name: string): readonly number[] {
    return this.#named.get(name.toLowerCase()) ?? [];
  }

  /** The first of `records`, a few of each document at most. */
  spread(records: readonly number[], limit: number): number[] {
    const taken = new Map<number, number>();
    const chosen: number[] = [];
    for (const record of records) {
      if (chosen.length === limit) break;
      const document = this.documentOf(record);
      const count = taken.get(document) ?? 0;
      if (count === MAX_PER_DOCUMENT) continue;
      taken.set(document, count + 1);
      chosen.push(record);
    }
    return chosen;
  }

  /** Current documents before drafts, drafts before what is no longer to be followed. */
  standing(record: number): number {
    const { status } = this.#documentAt(this.documentOf(record));
    return status === undefined ? 0 : status === 'draft' ? 1 : 2;
  }

  hit(record: number): SearchHit {
    const document = this.documentOf(record);
    const position = record - (this.beginnings[document] ?? 0);
    const { id, title, type, status = 'active', headings } = this.#documentAt(document);
    const anchor = this.#anchorOf(document, position);
    return {
      url: documentUrl({ id }) + (anchor === '' ? '' : `#${anchor}`),
      id,
      anchor,
      title,
      heading: headings[position] ?? '',
      docType: type,
      kind: kindOf(anchor, type),
      status,
    };
  }

  /** An id, a former id or a task's reference finds its place before anything else. */
  #recordsByName(): Map<string, number[]> {
    const named = new Map<string, number[]>();
    const add = (name: string, record: number) => {
      const key = name.toLowerCase();
      named.set(key, [...new Set([...(named.get(key) ?? []), record])]);
    };
    this.#first.documents.forEach(({ id, aliases = [], headings }, document) => {
      const beginning = this.beginnings[document] ?? 0;
      for (const name of [id, ...aliases]) add(name, beginning);
      headings.forEach((_, position) => {
        const anchor = this.#anchorOf(document, position);
        const reference = taskOf(anchor) ?? stepOf(anchor);
        if (reference !== undefined) add(reference, beginning + position);
      });
    });
    return named;
  }

  #documentAt(document: number): FirstFile['documents'][number] {
    const found = this.#first.documents[document];
    if (!found) throw new RangeError(`The search index has no document ${document}`);
    return found;
  }

  #anchorOf(document: number, position: number): string {
    const { headings, anchors } = this.#documentAt(document);
    return anchors?.[position] || (position === 0 ? '' : defaultAnchor(headings[position] ?? ''));
  }
}

function kindOf(anchor: string, docType: string): SearchHit['kind'] {
  if (anchor === '') return 'document';
  if (docType === 'task-template' && taskOf(anchor) !== undefined) return 'task';
  return stepOf(anchor) !== undefined ? 'step' : 'section';
}
