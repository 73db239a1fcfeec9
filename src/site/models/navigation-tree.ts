/**
 * The outline of a portal beside a page. A small portal is shown whole; of a large one what is
 * around the reader: the way down, what lies beside each step of it, and what is within. Its size
 * is bounded by constants, however many documents there are.
 */
import { documentUrl, PAGES } from '../../../schemas/addresses.ts';
import type { Outline, OutlineEntry } from '../../registry/outline/outline.ts';
import type { Document } from '../../registry/registry.ts';

export interface TreeLink {
  readonly label: string;
  /** Absent for a heading under which nothing has a page. */
  readonly url?: string;
  readonly isCurrent?: boolean;
  /** Whether it leads out of the portal. */
  readonly isOutside?: boolean;
  /** Documents below that are not listed. */
  readonly count?: number;
  readonly children: readonly TreeLink[];
}

/** Entries of a portal that is shown whole. */
export const MAX_WHOLE = 60;
/** Entries at the top, beside the reader, and within what the reader is at. */
const MAX_BESIDE = 30;
/** Entries beside each folder on the way down. */
const MAX_ON_THE_WAY = 10;
/** Levels on the way down; further ones are left out below the first. */
const MAX_LEVELS = 6;

/** Finds the page of a folder; undefined when it has none. */
type FolderUrl = (folder: string) => string | undefined;

export class NavigationTree {
  readonly #outline: Outline;
  readonly #folderUrl: FolderUrl;
  readonly #parents = new Map<OutlineEntry, OutlineEntry>();
  readonly #places = new Map<Document | string, OutlineEntry>();
  readonly #sizes = new Map<OutlineEntry, number>();
  readonly #firsts = new Map<OutlineEntry, Document>();

  constructor(outline: Outline, folderUrl: FolderUrl) {
    this.#outline = outline;
    this.#folderUrl = folderUrl;
    for (const entry of outline.entries) this.#index(entry);
  }

  /** @param current a document, or the path of a folder, that the page is about */
  around(current?: Document | string): TreeLink[] {
    const { entries } = this.#outline;
    const at = current === undefined ? undefined : this.#places.get(current);
    if (this.#parents.size + entries.length <= MAX_WHOLE) {
      return entries.map((entry) => this.#whole(entry, at));
    }
    const way: OutlineEntry[] = [];
    for (let entry = at; entry; entry = this.#parents.get(entry)) way.unshift(entry);
    const [top, ...below] = way;
    const shown = top ? [top, ...below.slice(1 - MAX_LEVELS)] : [];
    return this.#level(entries, shown, undefined);
  }

  /** One level with the way down opened; `way` begins at this level, and may be at its end. */
  #level(
    entries: readonly OutlineEntry[],
    way: readonly OutlineEntry[],
    parent: OutlineEntry | undefined,
  ): TreeLink[] {
    const [step, ...rest] = way;
    const isOnTheWay = parent !== undefined && rest.length > 0;
    const limit = isOnTheWay ? MAX_ON_THE_WAY : MAX_BESIDE;
    const start = step ? windowStart(entries, step, limit) : 0;
    const links = entries.slice(start, start + limit).map((entry): TreeLink => {
      if (entry !== step) return this.#link(entry, true);
      const [next] = rest;
      const inner = next ? (this.#parents.get(next)?.children ?? []) : entry.children;
      const from = next ? this.#parents.get(next) : entry;
      return {
        ...this.#link(entry, false),
        ...(rest.length === 0 && { isCurrent: true }),
        children: this.#level(inner, rest, from),
      };
    });
    if (entries.length <= limit) return links;
    const label = `All ${entries.length}${parent ? ` in ${parent.label}` : ''}`;
    const url = (parent?.folder !== undefined && this.#folderUrl(parent.folder)) || PAGES.all;
    return [...links, { label, url, children: [] }];
  }

  #whole(entry: OutlineEntry, at: OutlineEntry | undefined): TreeLink {
    return {
      ...this.#link(entry, false),
      ...(entry === at && { isCurrent: true }),
      children: entry.children.map((child) => this.#whole(child, at)),
    };
  }

  #link(entry: OutlineEntry, isClosed: boolean): TreeLink {
    const { label, document, folder, url: outside } = entry;
    const first = this.#firsts.get(entry);
    const url =
      outside ??
      (document && documentUrl(document)) ??
      (folder === undefined ? undefined : this.#folderUrl(folder)) ??
      (first && documentUrl(first));
    const isCounted = isClosed && entry.children.length > 0;
    return {
      label,
      ...(url !== undefined && { url }),
      ...(outside !== undefined && { isOutside: true }),
      ...(isCounted && { count: this.#sizes.get(entry) ?? 0 }),
      children: [],
    };
  }

  /** Remembers the entry and all below it. */
  #index(entry: OutlineEntry): void {
    const { document, folder, children } = entry;
    if (document) this.#places.set(document, entry);
    if (folder !== undefined) this.#places.set(folder, entry);
    let size = document ? 1 : 0;
    let first = document;
    for (const child of children) {
      this.#parents.set(child, entry);
      this.#index(child);
      size += this.#sizes.get(child) ?? 0;
      first ??= this.#firsts.get(child);
    }
    this.#sizes.set(entry, size);
    if (first) this.#firsts.set(entry, first);
  }
}

/** Where a window of `limit` begins that has the entry in it, in its middle if it can be. */
function windowStart(entries: readonly OutlineEntry[], entry: OutlineEntry, limit: number): number {
  const last = Math.max(0, entries.length - limit);
  return Math.min(last, Math.max(0, entries.indexOf(entry) - Math.floor(limit / 2)));
}
