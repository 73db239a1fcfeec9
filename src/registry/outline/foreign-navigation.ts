/**
 * What the files of other tools say of order and names: `_category_.json` of Docusaurus, `.pages` and
 * `.nav.yml` of MkDocs' plugins, `mkdocs.yml`, and `SUMMARY.md` of mdBook and GitBook. They are data;
 * what cannot be read, or names nothing, is a problem and costs an order at most.
 */
import { isOutsideAddress } from '../../../schemas/navigation.ts';
import { readYaml } from '../../documents/frontmatter.ts';
import { isMapping, numberOf } from '../../documents/navigation-hints.ts';
import type { NavigationFile, Sources } from '../../source/source-file.ts';
import type { Registry } from '../registry.ts';
import { decodePercent, normalizePath } from '../urls.ts';
import type { Folder, FolderHint } from './folder-tree.ts';
import type { ListItem, NavigationList, Target, WrittenItem } from './navigation-list.ts';
import { summaryItems } from './summary-items.ts';

export interface ForeignNavigation {
  readonly hints: ReadonlyMap<string, FolderHint>;
  /** A list of a folder comes before those of the folders in it. */
  readonly lists: readonly NavigationList[];
  readonly problems: readonly ForeignProblem[];
}

export type ForeignProblem = { readonly file: string } & (
  | { readonly kind: 'unread'; readonly reason: string }
  /** Names that stand for no document here. */
  | { readonly kind: 'names-nothing'; readonly names: readonly string[] }
);

export interface Surroundings {
  readonly registry: Registry;
  readonly sources: Pick<Sources, 'navigationFiles' | 'folderName'>;
  readonly folders: ReadonlyMap<string, Folder>;
}

export function readForeignNavigation(surroundings: Surroundings): ForeignNavigation {
  const reader = new ForeignReader(surroundings);
  for (const file of surroundings.sources.navigationFiles) reader.readFile(file);
  reader.readSummaries();
  const depth = ({ base }: NavigationList) => (base === '' ? 0 : base.split('/').length);
  reader.lists.sort((a, b) => depth(a) - depth(b));
  return reader;
}

class ForeignReader implements ForeignNavigation {
  readonly hints = new Map<string, FolderHint>();
  readonly lists: NavigationList[] = [];
  readonly problems: ForeignProblem[] = [];
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  readFile(file: NavigationFile): void {
    const read = 'text' in file ? readYaml(file.text) : { reason: file.unread };
    if ('reason' in read) {
      this.problems.push({ kind: 'unread', file: file.path, reason: read.reason });
      return;
    }
    if (!isMapping(read.data)) return;
    const { data } = read;
    const slash = file.path.lastIndexOf('/');
    const folder = slash === -1 ? '' : file.path.slice(0, slash);
    const name = file.path.slice(slash + 1);
    if (name.startsWith('_category_')) this.#hint(folder, data.label, data.position);
    else if (name.startsWith('mkdocs.')) this.#readMkDocs(file.path, folder, data);
    else {
      this.#hint(folder, data.title, undefined);
      this.#addList(file.path, folder, listOf(data.nav ?? data.arrange), false);
    }
  }

  /** A list of links in a document that is no document of ours. */
  readSummaries(): void {
    for (const { path, declaredId, body } of this.#surroundings.registry.documents) {
      if (declaredId !== undefined || !/(?:^|\/)SUMMARY\.md$/.test(path)) continue;
      const base = path.replace(/\/?[^/]*$/, '');
      // Links that lead nowhere are findings of the document already.
      const items = summaryItems(body.root).map((item) => this.#resolve(item, base, []));
      // A document of that name may be just that.
      if (countTargets(items) > 1) this.lists.push({ base, items, isWhole: true });
    }
  }

  #hint(folder: string, label: unknown, position: unknown): void {
    const order = numberOf(position);
    const isLabel = typeof label === 'string' && label.trim() !== '';
    if (order === undefined && !isLabel) return;
    this.hints.set(folder, {
      ...(order !== undefined && { order }),
      ...(isLabel && { label: label.trim() }),
    });
  }

  /** Its paths begin at `docs_dir`, which the content root may be, hold, or be within. */
  #readMkDocs(file: string, folder: string, { docs_dir = 'docs', nav }: Record<string, unknown>) {
    if (typeof docs_dir !== 'string' || !Array.isArray(nav)) return;
    const { folderName } = this.#surroundings.sources;
    const beside = normalizePath(docs_dir)?.split('/');
    const base =
      folder !== '..'
        ? normalizePath(`${folder}/${docs_dir}`)
        : beside?.[0] === folderName
          ? beside.slice(1).join('/')
          : undefined;
    if (base !== undefined) this.#addList(file, base, listOf(nav), true);
  }

  #addList(file: string, base: string, written: readonly WrittenItem[], isWhole: boolean): void {
    if (!this.#surroundings.folders.has(base)) return;
    const missing: string[] = [];
    const items = written.map((item) => this.#resolve(item, base, missing));
    if (missing.length > 0) this.problems.push({ kind: 'names-nothing', file, names: missing });
    if (countTargets(items) > 0) this.lists.push({ base, items, isWhole });
  }

  #resolve(written: WrittenItem, base: string, missing: string[]): ListItem {
    const { label, name, isRest } = written;
    const target = name === undefined ? undefined : this.#find(name, base);
    if (name !== undefined && !target) missing.push(name);
    return {
      label,
      target,
      items: written.items.map((item) => this.#resolve(item, base, missing)),
      ...(isRest && { isRest }),
    };
  }

  /** Only what lies in the folder of the list: another one says where the rest is. */
  #find(name: string, base: string): Target | undefined {
    if (isOutsideAddress(name)) return { kind: 'outside', url: name };
    const { registry, folders } = this.#surroundings;
    const path = normalizePath(`${base}/${decodePercent(name.replace(/[#?].*$/, ''))}`);
    if (path === undefined || (base !== '' && !path.startsWith(`${base}/`))) return undefined;
    const document = registry.documentAt(path);
    if (document) return { kind: 'document', document };
    return path !== '' && folders.has(path) ? { kind: 'folder', folder: path } : undefined;
  }
}

/** `a.md`, `Label: a.md`, `Label: [a.md, …]`, and `...` for the rest. */
function listOf(nav: unknown): WrittenItem[] {
  if (!Array.isArray(nav)) return [];
  return nav.flatMap((entry: unknown): WrittenItem[] => {
    if (typeof entry === 'string') {
      // Patterns choose among the rest, which stands where the first of them is.
      if (/^\.{3}|\*/.test(entry)) return [{ items: [], isRest: true }];
      return [{ name: entry, items: [] }];
    }
    if (!isMapping(entry)) return [];
    return Object.entries(entry).flatMap(([label, value]): WrittenItem[] => {
      if (label === '...') return [{ items: [], isRest: true }];
      if (typeof value === 'string') return [{ label, name: value, items: [] }];
      return Array.isArray(value) ? [{ label, items: listOf(value) }] : [];
    });
  });
}

function countTargets(items: readonly ListItem[]): number {
  return items.reduce(
    (sum, { target, items: below }) =>
      sum + Number(target !== undefined && target.kind !== 'outside') + countTargets(below),
    0,
  );
}
