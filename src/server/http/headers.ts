/** What every response says to browsers and caches about itself. */
import { createHash } from 'node:crypto';

/** Nothing inline, nothing from elsewhere, nothing framed. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'";

/** An image opened by itself is a document: it may do nothing at all. */
export const IMAGE_SECURITY_POLICY = "default-src 'none'; sandbox";

/**
 * Sets the headers every response carries, whatever it is. A response that names no `Cache-Control`
 * of its own is kept nowhere.
 */
export function setStandardHeaders(headers: Headers, { https }: { readonly https: boolean }): void {
  const isImage = headers.get('Content-Type')?.startsWith('image/') === true;
  const policy = isImage ? IMAGE_SECURITY_POLICY : CONTENT_SECURITY_POLICY;
  headers.set('Content-Security-Policy', policy);
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Referrer-Policy', 'same-origin');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  headers.set('X-Robots-Tag', 'noindex');
  if (https) headers.set('Strict-Transport-Security', 'max-age=31536000');
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store');
}

/**
 * How a browser may keep a file: assets named by their hash for good, images and search data if it
 * asks again each time, anything with text in it not at all (undefined: the standard `no-store`).
 */
export function cacheControlOf(path: string, contentType: string): string | undefined {
  if (path.startsWith('/_astro/')) return 'private, max-age=31536000, immutable';
  const revalidated = contentType.startsWith('image/') || path.startsWith('/api/search/');
  return revalidated ? 'private, no-cache' : undefined;
}

/** A weak validator of the bytes: the same whichever way they are compressed. */
export function entityTagOf(bytes: Uint8Array): string {
  return `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}

/** Whether `If-None-Match` names `entityTag` (RFC 9110 §13.1.2, weak comparison). */
export function isNotModified(ifNoneMatch: string | null, entityTag: string): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '')
    .split(',')
    .some((tag) => tag.trim() === '*' || strong(tag) === strong(entityTag));
}
