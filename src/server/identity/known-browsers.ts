/**
 * Browsers that have signed in before, with all that it takes, known by a cookie (OWASP: Slow Down Online Guessing Attacks
 * with Device Cookies). It opens nothing: an attempt that shows it is counted for itself, so that
 * strangers who guess keep nobody out of a browser they use. The cookie is signed over the hash of
 * the password, and so ends with it, and over what was shown: for a second factor, a browser that
 * has shown a password alone is a stranger's, or whoever collected such cookies before there was
 * one could guess its codes with each of them. Nothing is stored here.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyedHash } from './keyed-hash.ts';
import type { PasswordOwner } from './password-owner.ts';
import type { Cookies } from './session-cookie.ts';

export interface KnownBrowsers {
  /** What stands for the browser in counting, if this person has shown as much in it before. */
  find(headers: Headers, person: PasswordOwner, atLeast: ShownInBrowser): string | undefined;
  /** `Set-Cookie` that makes the browser known, beside the others of a shared machine. */
  remember(headers: Headers, person: PasswordOwner, shown: ShownInBrowser): string;
}

export type ShownInBrowser = 'password' | 'second-factor';

export function openKnownBrowsers(cookies: Cookies, keyed: KeyedHash): KnownBrowsers {
  const sign = (nonce: string, { userId, passwordHash }: PasswordOwner, shown: ShownInBrowser) =>
    keyed('known-browser', nonce, userId, passwordHash, shown);
  const isSigned = (entry: string, person: PasswordOwner, shown: ShownInBrowser) => {
    const [nonce = '', signature = ''] = entry.split('.');
    const own = Buffer.from(sign(nonce, person, shown));
    const given = Buffer.from(signature);
    return own.length === given.length && timingSafeEqual(own, given);
  };
  const isOf = (person: PasswordOwner, atLeast: ShownInBrowser) => (entry: string) =>
    isSigned(entry, person, 'second-factor') ||
    (atLeast === 'password' && isSigned(entry, person, 'password'));
  const entriesOf = (headers: Headers) =>
    (cookies.read(headers, 'opsbook-known') ?? '')
      .split('~')
      .filter((entry) => /^[\w-]{22}\.[\w-]{43}$/.test(entry))
      .slice(0, MAX_PEOPLE);
  return {
    find: (headers, person, atLeast) =>
      entriesOf(headers).find(isOf(person, atLeast))?.split('.')[0],
    remember(headers, person, shown) {
      const isOwn = isOf(person, 'password');
      const others = entriesOf(headers).filter((entry) => !isOwn(entry));
      const nonce = randomBytes(16).toString('base64url');
      const entries = [`${nonce}.${sign(nonce, person, shown)}`, ...others].slice(0, MAX_PEOPLE);
      return cookies.set('opsbook-known', entries.join('~'), LIFETIME_SECONDS);
    },
  };
}

/** Who share a machine: the one that was longest ago is forgotten first. */
const MAX_PEOPLE = 5;

/** Counted from the last sign-in. */
const LIFETIME_SECONDS = 180 * 24 * 60 * 60;
