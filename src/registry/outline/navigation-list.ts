/** A list that names documents and folders in their order: of the configuration, or of another tool. */
import type { Document } from '../known-document.ts';

export interface NavigationList {
  /** Folder whose content it arranges; empty for the whole. */
  readonly base: string;
  readonly items: readonly ListItem[];
  /** Whether it is all that its own site shows, so that what it does not name stands apart. */
  readonly isWhole: boolean;
}

export interface ListItem {
  readonly label?: string | undefined;
  readonly target?: Target | undefined;
  readonly items: readonly ListItem[];
  /** Stands for what the list does not name. */
  readonly isRest?: true;
}

export type Target =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'outside'; readonly url: string };

/** An item as it is written: a name that may be a path or an address. */
export interface WrittenItem {
  readonly label?: string;
  readonly name?: string;
  readonly items: readonly WrittenItem[];
  readonly isRest?: true;
}

/** Every item, those below before what follows. */
export function* eachItem(items: readonly ListItem[]): Generator<ListItem> {
  for (const item of items) {
    yield item;
    yield* eachItem(item.items);
  }
}
