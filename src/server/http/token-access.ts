/** What programs may read: a table of prefixes, and nothing that is not in it. */
import { canonicalPath } from '../files/file-index.ts';
import type { TokenScope } from '../identity/tokens.ts';

/**
 * The scope a token needs to read `path`; `any` for what says nothing about the content, undefined
 * for what no token reads.
 */
export function scopeOf(path: string): TokenScope | 'any' | undefined {
  const canonical = canonicalPath(path) ?? '';
  return READABLE.find(({ prefix }) => canonical.startsWith(prefix))?.scope;
}

const READABLE: readonly { readonly prefix: string; readonly scope: TokenScope | 'any' }[] = [
  { prefix: '/api/schemas/', scope: 'any' },
  { prefix: '/api/templates/', scope: 'templates:read' },
  { prefix: '/api/search/', scope: 'search:read' },
  { prefix: '/api/registry.json', scope: 'docs:read' },
  { prefix: '/docs/', scope: 'docs:read' },
  { prefix: '/images/', scope: 'docs:read' },
];
