/** `navigation` and `home` of the configuration, with what each name stands for and what is wrong. */
import { HOMES, type PortalConfig } from '../../../schemas/config.ts';
import type { NavigationItem } from '../../../schemas/navigation.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import type { Document } from '../known-document.ts';
import type { Registry } from '../registry.ts';
import { normalizePath } from '../urls.ts';
import type { Folder } from './folder-tree.ts';
import type { ListItem, NavigationList, Target } from './navigation-list.ts';

export interface ConfiguredNavigation {
  readonly list: NavigationList | undefined;
  /** The document that the portal begins with, when the configuration names one. */
  readonly home: Document | undefined;
  readonly problems: readonly ConfigurationProblem[];
}

/** `place` is where the name stands, such as `navigation[0].items[1]`. */
export type ConfigurationProblem = { readonly place: string; readonly name: string } & (
  | { readonly kind: 'unknown'; readonly suggestion: string | undefined }
  | { readonly kind: 'ambiguous'; readonly claimants: readonly Document[] }
  | { readonly kind: 'named-twice'; readonly first: string }
);

export interface Named {
  readonly registry: Registry;
  readonly folders: ReadonlyMap<string, Folder>;
  readonly folderName: string;
}

export function resolveConfigured(
  { navigation, home }: Pick<PortalConfig, 'navigation' | 'home'>,
  named: Named,
): ConfiguredNavigation {
  const resolver = new Resolver(named);
  const items = navigation.map((item, index) => resolver.item(item, `navigation[${index}]`));
  const isDocument = home !== undefined && !(HOMES as readonly string[]).includes(home);
  const target = isDocument ? resolver.find(home, 'home', HOMES) : undefined;
  if (target?.kind === 'folder') resolver.reject(home ?? '', 'home', HOMES);
  return {
    list: items.length === 0 ? undefined : { base: '', items, isWhole: false },
    home: target?.kind === 'document' ? target.document : undefined,
    problems: resolver.problems,
  };
}

class Resolver {
  readonly problems: ConfigurationProblem[] = [];
  readonly #named: Named;
  readonly #places = new Map<Document | string, string>();

  constructor(named: Named) {
    this.#named = named;
  }

  item(item: NavigationItem, place: string): ListItem {
    if (typeof item === 'string') return { target: this.#findOnce(item, place), items: [] };
    const { label, to, url, items = [] } = item;
    return {
      label,
      target:
        url === undefined
          ? to === undefined
            ? undefined
            : this.#findOnce(to, `${place}.to`)
          : { kind: 'outside', url },
      items: items.map((each, index) => this.item(each, `${place}.items[${index}]`)),
    };
  }

  find(name: string, place: string, others: readonly string[] = []): Target | undefined {
    const { registry, folders } = this.#named;
    const resolution = registry.resolve(name, '');
    switch (resolution.kind) {
      case 'document':
        return { kind: 'document', document: resolution.document };
      case 'ambiguous':
        this.problems.push({ kind: 'ambiguous', place, name, claimants: resolution.claimants });
        return undefined;
      case 'unreadable':
        // Why it cannot be read is a finding of its own.
        return undefined;
      case 'unknown': {
        const folder = normalizePath(name);
        if (folder && folders.has(folder)) return { kind: 'folder', folder };
        this.reject(name, place, others);
        return undefined;
      }
    }
  }

  reject(name: string, place: string, others: readonly string[] = []): void {
    const suggestion = this.#suggest(name, others);
    this.problems.push({ kind: 'unknown', place, name, suggestion });
  }

  #findOnce(name: string, place: string): Target | undefined {
    const target = this.find(name, place);
    if (target === undefined || target.kind === 'outside') return target;
    const key = target.kind === 'document' ? target.document : target.folder;
    const first = this.#places.get(key);
    if (first === undefined) {
      this.#places.set(key, place);
      return target;
    }
    this.problems.push({ kind: 'named-twice', place, name, first });
    return undefined;
  }

  /** Many write the path from where the configuration lies. */
  #suggest(name: string, others: readonly string[]): string | undefined {
    const { registry, folders, folderName } = this.#named;
    const path = normalizePath(name);
    const below = path?.startsWith(`${folderName}/`) && path.slice(folderName.length + 1);
    if (below && (registry.documentAt(below) || folders.has(below))) return below;
    const paths = registry.documents.map((document) => document.path);
    return nearest(name, [...others, ...registry.names(), ...paths, ...folders.keys()]);
  }
}
