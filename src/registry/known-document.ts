/** A document as the registry knows it, and what naming one leads to. */
import type { ParsedDocument } from '../documents/document.ts';

/** A parsed document with the id it is known by. */
export interface Document extends ParsedDocument {
  readonly id: string;
  /** Whether the id was derived from the path and may change with it. */
  readonly hasGeneratedId: boolean;
  /** First folder of the path; empty for documents at the root. */
  readonly domain: string;
}

/** What a reference leads to. */
export type Resolution =
  | {
      readonly kind: 'document';
      readonly document: Document;
      readonly via: 'id' | 'alias' | 'path';
    }
  | { readonly kind: 'unreadable'; readonly path: string }
  | { readonly kind: 'ambiguous'; readonly claimants: readonly Document[] }
  | { readonly kind: 'unknown' };
