/** Every place where a document names another one, in its frontmatter or its text. */
import type { Address } from '../documents/problem.ts';
import type { Document } from './known-document.ts';
import type { FrontmatterReference } from './references.ts';
import type { Registry } from './registry.ts';

export interface Mention {
  readonly at: Address;
  readonly target: Document;
  readonly via: 'id' | 'alias' | 'path';
  readonly role: Exclude<FrontmatterReference['role'], 'references'> | 'link';
}

/** Frontmatter first, then the text, each in order; only what must lead to a document. */
export function* mentionsOf(registry: Registry, document: Document): Generator<Mention> {
  for (const { at, role, resolution } of registry.references(document)) {
    if (resolution.kind !== 'document' || role === 'references') continue;
    yield { at, role, target: resolution.document, via: resolution.via };
  }
  for (const { link, target } of registry.links(document)) {
    if (target.kind !== 'document') continue;
    const at = { in: 'text', start: link.start, end: link.end } as const;
    yield { at, role: 'link', target: target.document, via: target.via };
  }
}
