/** What every response says to browsers and caches about itself. */
import { createHash } from 'node:crypto';

/** Nothing inline, nothing from elsewhere, nothing framed. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'";

/** What is no page may do nothing at all when it is opened by itself: a drawing, a download, data. */
export const FILE_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/**
 * A browser opens video and audio in a page of its own making, which asks for them again, with the
 * cookie of this origin; scripts stay forbidden.
 */
const MEDIA_SECURITY_POLICY =
  "default-src 'none'; media-src 'self'; frame-ancestors 'none'; sandbox allow-same-origin";

/** Scripts have that of pages: it is the one a worker runs under. */
export function securityPolicyOf(contentType: string | null): string {
  if (contentType === null || /^text\/(?:html|javascript)\b/i.test(contentType)) {
    return CONTENT_SECURITY_POLICY;
  }
  return /^(?:audio|video)\//.test(contentType) ? MEDIA_SECURITY_POLICY : FILE_SECURITY_POLICY;
}

/**
 * Sets the headers every response carries, whatever it is. A response that names no `Cache-Control`
 * of its own is kept nowhere; one that names a `Referrer-Policy` is about something more secret.
 */
export function setStandardHeaders(headers: Headers, { https }: { readonly https: boolean }): void {
  headers.set('Content-Security-Policy', securityPolicyOf(headers.get('Content-Type')));
  headers.set('X-Content-Type-Options', 'nosniff');
  if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', 'same-origin');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  headers.set('X-Robots-Tag', 'noindex');
  if (https) headers.set('Strict-Transport-Security', 'max-age=31536000');
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store');
}

/**
 * How a browser may keep a file: assets named by their hash for good, images, video, audio and search
 * data if it asks again each time, anything with text in it not at all (undefined: the standard `no-store`).
 */
export function cacheControlOf(path: string, contentType: string): string | undefined {
  if (/^\/(?:_astro|brand)\//.test(path)) return 'private, max-age=31536000, immutable';
  const revalidated =
    /^(?:image|video|audio)\//.test(contentType) || path.startsWith('/api/search/');
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
