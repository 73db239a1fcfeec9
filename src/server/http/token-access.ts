/** What programs may read and do: a table of prefixes, and nothing that is not in it. */
import { canonicalPath } from '../files/file-index.ts';
import type { TokenScope } from '../identity/tokens.ts';

/**
 * The scope a token needs to ask for `path`; `any` for what says nothing about the content, undefined
 * for what no token gets.
 */
export function scopeOf(path: string, method = 'GET'): TokenScope | 'any' | undefined {
  const canonical = canonicalPath(path) ?? '';
  if (canonical.startsWith('/api/work/')) return isRead(method) ? 'work:read' : 'work:act';
  return READABLE.find(({ prefix }) => canonical.startsWith(prefix))?.scope;
}

/** Whether a token with `scopes` may do what needs `needed`. */
export function permits(scopes: readonly TokenScope[], needed: TokenScope | 'any'): boolean {
  const sufficient = INCLUDED_IN[needed] ?? [needed];
  return needed === 'any' || scopes.some((scope) => sufficient.includes(scope));
}

/** Asks and changes nothing. */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Scopes that include another. */
const INCLUDED_IN: Readonly<Record<string, readonly string[]>> = {
  'work:read': ['work:read', 'work:act', 'work:manage'],
  'work:act': ['work:act', 'work:manage'],
};

const READABLE: readonly { readonly prefix: string; readonly scope: TokenScope | 'any' }[] = [
  { prefix: '/api/schemas/', scope: 'any' },
  { prefix: '/api/templates/', scope: 'templates:read' },
  { prefix: '/api/search/', scope: 'search:read' },
  { prefix: '/api/registry.json', scope: 'docs:read' },
  { prefix: '/docs/', scope: 'docs:read' },
  { prefix: '/images/', scope: 'docs:read' },
];
