/**
 * The cookies of the portal: the one that names a session, the one by which a browser is known again,
 * the one a passkey of a stranger is asked for with, and the one that holds what was in the address of
 * a link. None is seen by scripts or sent from other sites.
 */
import { serialize } from 'hono/utils/cookie';
import { bearerOf } from './bearer-token.ts';

export interface Cookies {
  /** `Set-Cookie` that keeps `value` for `maxAgeSeconds`; zero removes it. */
  set(name: CookieName, value: string, maxAgeSeconds: number): string;
  /**
   * The cookie's value; two of the same name are an attempt at confusion and count as none, and so
   * do all beside a token.
   */
  read(headers: Headers, name: CookieName): string | undefined;
}

export type CookieName = 'opsbook' | 'opsbook-known' | 'opsbook-passkey' | 'opsbook-reset';

export function openCookies(origin: string): Cookies {
  const secure = origin.startsWith('https://');
  const full = (name: CookieName) => cookieName(name, secure);
  return {
    set: (name, value, maxAge) =>
      serialize(full(name), value, { maxAge, path: '/', httpOnly: true, secure, sameSite: 'Lax' }),
    read(headers, name) {
      if (bearerOf(headers) !== undefined) return undefined;
      const prefix = `${full(name)}=`;
      const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      const named = pairs.filter((pair) => pair.startsWith(prefix));
      return named.length === 1 ? named[0]?.slice(prefix.length) : undefined;
    },
  };
}

/** `__Host-` on https: no other host and no other path can have set it (RFC 6265bis §4.1.3.2). */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** The cookies of a request, without anything else the request says. */
export function onlyCookies(headers: Headers): Headers {
  const isRead = bearerOf(headers) === undefined;
  return new Headers({ cookie: (isRead && headers.get('cookie')) || '' });
}
