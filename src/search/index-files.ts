/** The shapes of the index files, and how they are read back. What is malformed is refused. */

export const INDEX_VERSION = 2;

/** `api/search/index.json`. */
export interface FirstFile {
  readonly version: number;
  readonly language: string;
  /** Words that mean the same. */
  readonly synonyms: readonly (readonly string[])[];
  readonly documents: readonly {
    readonly id: string;
    readonly title: string;
    readonly type: string;
    readonly domain: string;
    readonly status?: string;
    readonly owner?: string;
    readonly systems?: readonly string[];
    readonly tags?: readonly string[];
    readonly aliases?: readonly string[];
    /** One entry a record; the first is the beginning of the document. */
    readonly headings: readonly string[];
    /** Fragments that do not follow from the heading; empty where they do. */
    readonly anchors?: readonly string[];
  }[];
  /** Names of the files with the texts' postings. */
  readonly body: readonly string[];
}

/** `api/search/text.<hash>.json`. */
export interface BodyFile {
  readonly version: number;
  readonly terms: string;
  readonly postings: string;
  /** Terms in each record's text; in the first file only. */
  readonly lengths?: readonly number[];
}

/** @throws IndexError when the text is not a whole index file of this version. */
export function parseFirstFile(text: string): FirstFile {
  const file = parseFile(text) as unknown as FirstFile;
  if (!Array.isArray(file.documents) || !Array.isArray(file.body)) throw new IndexError('damaged');
  return file;
}

/** @throws IndexError when the text is not a whole index file of this version. */
export function parseBodyFile(text: string): BodyFile {
  const file = parseFile(text) as unknown as BodyFile;
  if (typeof file.terms !== 'string' || typeof file.postings !== 'string') {
    throw new IndexError('damaged');
  }
  return file;
}

/** An index that cannot be used: damaged, or made by another version of Opsbook. */
export class IndexError extends Error {
  override readonly name = 'IndexError';
  readonly reason: 'damaged' | 'outdated';

  constructor(reason: 'damaged' | 'outdated') {
    super(`The search index is ${reason}`);
    this.reason = reason;
  }
}

function parseFile(text: string): { readonly version: unknown } {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new IndexError('damaged');
  }
  if (typeof file !== 'object' || file === null || !('version' in file)) {
    throw new IndexError('damaged');
  }
  if (file.version !== INDEX_VERSION) throw new IndexError('outdated');
  return file;
}

/** The fragment most headings have; the others are written out. */
export function defaultAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
