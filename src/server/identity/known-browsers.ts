/**
 * Browsers that have signed in before, with all that it takes, known by a cookie (OWASP: Slow Down Online Guessing Attacks
 * with Device Cookies). It opens nothing: an attempt that shows it is counted for itself, so that
 * strangers who guess keep nobody out of a browser they use. The cookie is signed over the hash of
 * the password, and so ends with it; nothing is stored here.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyedHash } from './keyed-hash.ts';
import type { Cookies } from './session-cookie.ts';

export interface KnownBrowsers {
  /** What stands for the browser in counting, if it has signed in as this person before. */
  find(headers: Headers, person: PasswordOwner): string | undefined;
  /** `Set-Cookie` that makes the browser known, beside the others of a shared machine. */
  remember(headers: Headers, person: PasswordOwner): string;
}

export interface PasswordOwner {
  readonly userId: string;
  readonly passwordHash: string;
}

export function openKnownBrowsers(cookies: Cookies, keyed: KeyedHash): KnownBrowsers {
  const sign = (nonce: string, { userId, passwordHash }: PasswordOwner) =>
    keyed('known-browser', nonce, userId, passwordHash);
  const isOf = (person: PasswordOwner) => (entry: string) => {
    const [nonce = '', signature = ''] = entry.split('.');
    const own = Buffer.from(sign(nonce, person));
    const shown = Buffer.from(signature);
    return own.length === shown.length && timingSafeEqual(own, shown);
  };
  const entriesOf = (headers: Headers) =>
    (cookies.read(headers, 'opsbook-known') ?? '')
      .split('~')
      .filter((entry) => /^[\w-]{22}\.[\w-]{43}$/.test(entry))
      .slice(0, MAX_PEOPLE);
  return {
    find: (headers, person) => entriesOf(headers).find(isOf(person))?.split('.')[0],
    remember(headers, person) {
      const others = entriesOf(headers).filter((entry) => !isOf(person)(entry));
      const nonce = randomBytes(16).toString('base64url');
      const entries = [`${nonce}.${sign(nonce, person)}`, ...others].slice(0, MAX_PEOPLE);
      return cookies.set('opsbook-known', entries.join('~'), LIFETIME_SECONDS);
    },
  };
}

/** Who share a machine: the one that was longest ago is forgotten first. */
const MAX_PEOPLE = 5;

/** Counted from the last sign-in. */
const LIFETIME_SECONDS = 180 * 24 * 60 * 60;
