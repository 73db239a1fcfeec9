/**
 * The folders of a content root with what lies in them, in the order that they and their documents
 * state; what states none follows by type and title, and folders by name. The order is total.
 */
import { DOC_TYPE_METADATA, DOC_TYPES } from '../../../schemas/doc-types.ts';
import { compareText } from '../../diagnostics/report.ts';
import { titleOfFile } from '../../documents/document.ts';
import type { Document } from '../known-document.ts';
import { describeSlug } from '../slug.ts';
import { numberPrefix } from './number-prefix.ts';

export interface Folder {
  /** Names of the folders on the way down, with `/`; empty for the root. */
  readonly path: string;
  readonly name: string;
  readonly parent: Folder | undefined;
  readonly documents: readonly Document[];
  readonly folders: readonly Folder[];
  /** The document that stands for its folder. */
  readonly index: Document | undefined;
  /** Names within whose numbers are an order: one beside others is chance, two are not. */
  readonly numbered: ReadonlySet<string>;
}

/** What a file of another tool says of a folder. */
export interface FolderHint {
  readonly order?: number;
  readonly label?: string;
}

type Hints = ReadonlyMap<string, FolderHint>;

/** By path. @param foldersOf the folders that a document counts to lie in. */
export function folderTree(
  documents: readonly Document[],
  foldersOf: (document: Document) => readonly string[],
): ReadonlyMap<string, Folder> {
  const folders = new Map<string, GrowingFolder>([['', new GrowingFolder('', '', undefined)]]);
  for (const document of documents) {
    let folder = folders.get('') as GrowingFolder;
    for (const name of foldersOf(document)) {
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      const inner = folders.get(path) ?? new GrowingFolder(path, name, folder);
      if (!folders.has(path)) {
        folders.set(path, inner);
        folder.folders.push(inner);
      }
      folder = inner;
    }
    folder.documents.push(document);
  }
  return folders;
}

class GrowingFolder implements Folder {
  readonly path: string;
  readonly name: string;
  readonly parent: Folder | undefined;
  readonly documents: Document[] = [];
  readonly folders: Folder[] = [];
  #index?: Document | null;
  #numbered?: ReadonlySet<string>;

  constructor(path: string, name: string, parent: Folder | undefined) {
    this.path = path;
    this.name = name;
    this.parent = parent;
  }

  get index(): Document | undefined {
    this.#index ??= findIndex(this) ?? null;
    return this.#index ?? undefined;
  }

  get numbered(): ReadonlySet<string> {
    if (!this.#numbered) {
      const names = [...this.documents.map(stemOf), ...this.folders.map(({ name }) => name)];
      const numbered = names.filter((name) => numberPrefix(name) !== undefined);
      this.#numbered = new Set(numbered.length < 2 ? [] : numbered);
    }
    return this.#numbered;
  }
}

/** In the names that other tools give it, as they prefer them. */
function findIndex({ name, documents }: Folder): Document | undefined {
  const stems = ['index', '_index', 'readme', ...(name === '' ? [] : [name.toLowerCase()])];
  return stems
    .map((stem) => documents.find((document) => stemOf(document).toLowerCase() === stem))
    .find((document) => document !== undefined);
}

function stemOf({ path }: Document): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.mdx?$/i, '');
}

/** What lies in a folder beside its index, in the order that is stated. */
export function sortedChildren(folder: Folder, hints: Hints): (Document | Folder)[] {
  const { numbered, index } = folder;
  const placed = plainChildren(folder)
    .filter((child) => child !== index)
    .map((child) => {
      const number = prefixOf(isFolder(child) ? child.name : stemOf(child), numbered);
      const stated = isFolder(child) ? placeOfFolder(child, number, hints) : placeOf(child);
      return { child, number, place: stated ?? number };
    });
  return placed
    .sort((a, b) => comparePlaces(a.place, b.place) || comparePlaces(a.number, b.number))
    .map(({ child }) => child);
}

/** What lies in a folder where nothing states an order. */
export function plainChildren({ path, documents, folders }: Folder): (Document | Folder)[] {
  const own = documents.toSorted(byTypeAndTitle);
  const inner = folders.toSorted((a, b) => compareText(a.name, b.name));
  // Documents of no domain come after those of one.
  return path === '' ? [...inner, ...own] : [...own, ...inner];
}

export function isFolder(child: Document | Folder): child is Folder {
  return 'folders' in child;
}

function placeOf({ navigation: { own, foreign } }: Document): number | undefined {
  return own.order ?? foreign.order;
}

function placeOfFolder(folder: Folder, number: number | undefined, hints: Hints) {
  const index = folder.index?.navigation;
  const stated =
    index?.own.order ?? hints.get(folder.path)?.order ?? index?.foreign.order ?? number;
  if (stated !== undefined) return stated;
  const places = folder.documents.flatMap(({ navigation: { movesFolder, foreign } }) =>
    movesFolder && foreign.order !== undefined ? [foreign.order] : [],
  );
  return places.length === 0 ? undefined : places.reduce((a, b) => Math.min(a, b));
}

function prefixOf(name: string, numbered: Folder['numbered']): number | undefined {
  return numbered.has(name) ? numberPrefix(name)?.number : undefined;
}

/** What has a place comes before what has none; of two with one place neither comes first. */
export function comparePlaces(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a - b;
}

/** What readers call a folder, unless the configuration names it for them. */
export function folderLabel(folder: Folder, hints: Hints): string {
  const { index, name, parent } = folder;
  const { own, foreign } = index?.navigation ?? { own: {}, foreign: {} };
  const title = index && /^_?index$/i.test(stemOf(index)) ? index.frontmatter.title : undefined;
  const stated = own.label ?? hints.get(folder.path)?.label ?? foreign.label ?? title;
  if (stated !== undefined) return stated;
  const type = DOC_TYPES.find(
    (each) => DOC_TYPE_METADATA[each].plural.toLowerCase() === name.toLowerCase(),
  );
  if (type) return DOC_TYPE_METADATA[type].plural;
  return describeSlug((parent?.numbered.has(name) && numberPrefix(name)?.rest) || name);
}

/** What readers call a document, unless the configuration or a list names it for them. */
export function documentLabel(document: Document, folder: Folder): string {
  const { own, foreign } = document.navigation;
  const stem = stemOf(document);
  const isNamedByFile = document.title === titleOfFile(document.path);
  const rest = folder.numbered.has(stem) && isNamedByFile ? numberPrefix(stem)?.rest : undefined;
  return own.label ?? foreign.label ?? (rest ? describeSlug(rest) : document.title);
}

function byTypeAndTitle(a: Document, b: Document): number {
  return (
    DOC_TYPES.indexOf(a.docType) - DOC_TYPES.indexOf(b.docType) ||
    compareText(a.title.toLowerCase(), b.title.toLowerCase()) ||
    compareText(a.path, b.path)
  );
}
