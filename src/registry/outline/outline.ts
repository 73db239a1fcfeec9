/**
 * The order in which documents are read and the names they have there: what the configuration names
 * comes first, then what documents state of themselves, then what the files of other tools say, and
 * the rest as folders, types and titles have it. Every list of documents follows it, so that the
 * sidebar, the pages of domains, what is next and `llms.txt` cannot disagree. Nothing is ever lost.
 */
import type { PortalConfig } from '../../../schemas/config.ts';
import { TYPE_FOLDERS } from '../../../schemas/doc-types.ts';
import type { Sources } from '../../source/source-file.ts';
import type { Document } from '../known-document.ts';
import type { Registry } from '../registry.ts';
import { type ConfigurationProblem, resolveConfigured } from './configured-navigation.ts';
import {
  comparePlaces,
  documentLabel,
  type Folder,
  type FolderHint,
  folderLabel,
  folderTree,
  isFolder,
  plainChildren,
  sortedChildren,
} from './folder-tree.ts';
import {
  type ForeignNavigation,
  type ForeignProblem,
  readForeignNavigation,
} from './foreign-navigation.ts';
import { eachItem, type ListItem, type NavigationList } from './navigation-list.ts';

export interface OutlineEntry {
  readonly label: string;
  /** What the entry opens, or the index of its folder. */
  readonly document?: Document;
  /** Path of the folder that the entry stands for. */
  readonly folder?: string;
  /** Address outside the portal. */
  readonly url?: string;
  readonly children: readonly OutlineEntry[];
}

export interface Outline {
  /** Whether anybody states an order; folders that only say a type count only then. */
  readonly isGiven: boolean;
  readonly entries: readonly OutlineEntry[];
  /** Every document once, in reading order. */
  readonly documents: readonly Document[];
  /** The document that the portal begins with. */
  readonly home: Document | undefined;
  readonly configurationProblems: readonly ConfigurationProblem[];
  readonly foreignProblems: readonly ForeignProblem[];
  /** What is read before and after a document: of all, or of its folder where no order is stated. */
  readonly neighboursOf: (document: Document) => Neighbours;
  /** Folders that a document counts to lie in, from its domain down. */
  readonly foldersOf: (document: Document) => readonly string[];
  readonly labelOf: (document: Document) => string;
  /** @param path of a folder, as `foldersOf` has it */
  readonly labelOfFolder: (path: string) => string;
}

export interface Neighbours {
  readonly previous?: Document;
  readonly next?: Document;
}

export interface OutlineInput {
  readonly registry: Registry;
  readonly sources: Pick<Sources, 'navigationFiles' | 'folderName'>;
  readonly config: Pick<PortalConfig, 'navigation' | 'home'>;
}

export function arrangeOutline({ registry, sources, config }: OutlineInput): Outline {
  const { documents } = registry;
  const onDisk = folderTree(documents, allFolders);
  const foreign = readForeignNavigation({ registry, sources, folders: onDisk });
  const { folderName } = sources;
  const configured = resolveConfigured(config, { registry, folders: onDisk, folderName });
  const isGiven =
    config.navigation.length > 0 ||
    foreign.lists.length > 0 ||
    [...foreign.hints.keys()].some((folder) => onDisk.has(folder)) ||
    [...onDisk.values()].some(({ numbered }) => numbered.size > 0) ||
    documents.some(({ navigation }) => statesOrder(navigation));
  const foldersOf = isGiven ? allFolders : foldersBesideTypes;
  const folders = isGiven ? onDisk : folderTree(documents, foldersOf);
  const { list } = configured;
  const arrangement = new Arrangement({ folders, isGiven, configured: list, foreign });
  const entries = arrangement.entries();
  const ordered = [...documentsIn(entries)];
  const places = new Map(ordered.map((document, index) => [document, index]));
  const isBeside = (a: Document, b: Document) =>
    isGiven || foldersOf(a).join('/') === foldersOf(b).join('/');
  return {
    isGiven,
    entries,
    documents: ordered,
    home: configured.home ?? (config.home === undefined ? rootIndex(onDisk) : undefined),
    configurationProblems: configured.problems,
    foreignProblems: foreign.problems,
    neighboursOf(document) {
      const index = places.get(document) ?? 0;
      const [previous, next] = [ordered[index - 1], ordered[index + 1]];
      return {
        ...(previous && isBeside(previous, document) && { previous }),
        ...(next && isBeside(next, document) && { next }),
      };
    },
    foldersOf,
    labelOf: (document) => arrangement.labelOf(document),
    labelOfFolder: (path) => arrangement.labelOfFolder(path),
  };
}

const UNNAMED = 'Other documents';

/** What readers call a domain; documents at the root have none, and may stand before all others. */
export function labelOfDomain(outline: Outline, name: string): string {
  if (name !== '') return outline.labelOfFolder(name);
  return outline.isGiven ? 'Top level' : UNNAMED;
}

function statesOrder({ own, foreign }: Document['navigation']): boolean {
  return own.order !== undefined || foreign.order !== undefined;
}

function allFolders({ path }: Document): string[] {
  return path.split('/').slice(0, -1);
}

function foldersBesideTypes(document: Document): string[] {
  const [domain, ...folders] = allFolders(document);
  if (domain === undefined) return [];
  return [domain, ...folders.filter((folder) => !TYPE_FOLDERS.has(folder.toLowerCase()))];
}

/**
 * A document of its own identity is what it says, and a page of Liquid is only what its own site
 * makes of it; plain Markdown is taken for the first page.
 */
function rootIndex(folders: ReadonlyMap<string, Folder>): Document | undefined {
  const index = folders.get('')?.index;
  const isPlain = index?.declaredId === undefined && !/\{%-?\s/.test(index?.source.text ?? '');
  return isPlain ? index : undefined;
}

class Arrangement {
  readonly #folders: ReadonlyMap<string, Folder>;
  readonly #isGiven: boolean;
  readonly #configured: NavigationList | undefined;
  readonly #lists: readonly NavigationList[];
  readonly #hints: ReadonlyMap<string, FolderHint>;
  /** The item that has a document or a folder: the first that names it. */
  readonly #owners = new Map<Document | string, ListItem>();
  readonly #labels = new Map<Document | string, string>();

  constructor(input: {
    readonly folders: ReadonlyMap<string, Folder>;
    readonly isGiven: boolean;
    readonly configured: NavigationList | undefined;
    readonly foreign: ForeignNavigation;
  }) {
    const { folders, isGiven, configured, foreign } = input;
    this.#folders = folders;
    this.#isGiven = isGiven;
    this.#configured = configured;
    this.#lists = foreign.lists.map((list) => ({ ...list, items: this.#byOwnOrder(list.items) }));
    this.#hints = foreign.hints;
    for (const item of eachItem(configured?.items ?? [])) this.#claim(item, true);
    for (const { items } of this.#lists) {
      for (const item of eachItem(items)) this.#claim(item, false);
    }
  }

  entries(): OutlineEntry[] {
    const root = this.#folders.get('');
    if (!root) return [];
    const index = this.#freeIndex(root);
    return [
      ...this.#itemEntries(this.#configured?.items ?? [], () => []),
      ...(index ? [this.#documentEntry(index)] : []),
      ...this.#within(root),
    ];
  }

  labelOf(document: Document): string {
    const { navigation, title, path } = document;
    const stated = this.#labels.get(document);
    if (stated !== undefined) return stated;
    const folder = this.#folders.get(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    if (!this.#isGiven || !folder) return navigation.own.label ?? title;
    return documentLabel(document, folder);
  }

  labelOfFolder(path: string): string {
    const folder = this.#folders.get(path);
    return this.#labels.get(path) ?? (folder ? folderLabel(folder, this.#hints) : path);
  }

  #claim(item: ListItem, isConfigured: boolean): void {
    const { target, label } = item;
    if (target === undefined || target.kind === 'outside') return;
    const key = target.kind === 'document' ? target.document : target.folder;
    if (this.#owners.has(key)) return;
    this.#owners.set(key, item);
    const document =
      target.kind === 'document' ? target.document : this.#folders.get(target.folder)?.index;
    // What a document calls itself outweighs what another tool calls it.
    if (label === undefined || (!isConfigured && document?.navigation.own.label)) return;
    this.#labels.set(key, label);
  }

  /** What lies in a folder, beside its index: first what lists name of it. */
  #within(folder: Folder): OutlineEntry[] {
    let rest: OutlineEntry[] | undefined = this.#unnamed(folder);
    const takeRest = () => {
      const entries = rest ?? [];
      rest = undefined;
      return entries;
    };
    const lists = this.#lists.filter(({ base }) => base === folder.path);
    const listed = lists.flatMap(({ items }) => this.#itemEntries(items, takeRest));
    const last = takeRest();
    const isApart = last.length > 0 && lists.some(({ isWhole }) => isWhole);
    return [...listed, ...(isApart ? [{ label: UNNAMED, children: last }] : last)];
  }

  #unnamed(folder: Folder): OutlineEntry[] {
    const children = this.#isGiven ? sortedChildren(folder, this.#hints) : plainChildren(folder);
    return children.flatMap((child) => {
      if (isFolder(child)) return this.#owners.has(child.path) ? [] : this.#folderEntries(child);
      return this.#owners.has(child) ? [] : [this.#documentEntry(child)];
    });
  }

  #itemEntries(items: readonly ListItem[], takeRest: () => OutlineEntry[]): OutlineEntry[] {
    return items.flatMap((item): OutlineEntry[] => {
      if (item.isRest) return takeRest();
      const { target, label } = item;
      const children = this.#itemEntries(item.items, takeRest);
      if (target?.kind === 'outside')
        return [{ label: label ?? target.url, url: target.url, children }];
      const isOwner = (key: Document | string) => this.#owners.get(key) === item;
      if (target?.kind === 'document' && isOwner(target.document)) {
        return [{ ...this.#documentEntry(target.document), children }];
      }
      const folder = target?.kind === 'folder' ? this.#folders.get(target.folder) : undefined;
      if (folder && isOwner(folder.path)) return this.#folderEntries(folder, children);
      return children.length === 0 || label === undefined ? children : [{ label, children }];
    });
  }

  /** An order that documents state themselves is among the places of the list. */
  #byOwnOrder(items: readonly ListItem[]): ListItem[] {
    const placed = items.map((item, index) => {
      const { target } = item;
      const document =
        target?.kind === 'document'
          ? target.document
          : target?.kind === 'folder'
            ? this.#folders.get(target.folder)?.index
            : undefined;
      const place = document?.navigation.own.order ?? index + 1;
      return { item: { ...item, items: this.#byOwnOrder(item.items) }, place };
    });
    return placed.sort((a, b) => comparePlaces(a.place, b.place)).map(({ item }) => item);
  }

  #folderEntries(folder: Folder, first: readonly OutlineEntry[] = []): OutlineEntry[] {
    const document = this.#freeIndex(folder);
    const children = [...first, ...this.#within(folder)];
    if (!document && children.length === 0) return [];
    const label = this.labelOfFolder(folder.path);
    return [{ label, folder: folder.path, ...(document && { document }), children }];
  }

  #documentEntry(document: Document): OutlineEntry {
    return { label: this.labelOf(document), document, children: [] };
  }

  /** The index of a folder, unless a list has a place of its own for it. */
  #freeIndex({ index }: Folder): Document | undefined {
    return this.#isGiven && index && !this.#owners.has(index) ? index : undefined;
  }
}

function* documentsIn(entries: readonly OutlineEntry[]): Generator<Document> {
  for (const { document, children } of entries) {
    if (document) yield document;
    yield* documentsIn(children);
  }
}
