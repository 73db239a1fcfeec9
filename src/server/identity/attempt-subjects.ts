/** Under which names an attempt to sign in is counted, and how many of each are free. */
import { createHash } from 'node:crypto';
import { addressPrefix } from './address-prefix.ts';

/**
 * Somebody wants to sign in with a password, or with a passkey alone, or shows a code after the
 * password, or wants a link for a lost password; or somebody signed in wants to change how they sign
 * in.
 */
export type Attempt =
  | {
      readonly account: string;
      readonly address: string;
      /** Stands for a browser that is known. */
      readonly browser?: string | undefined;
    }
  | { readonly account: string; readonly address: string; readonly step: 'reset' }
  | { readonly account: string; readonly browser: string | undefined; readonly step: 'code' }
  | { readonly address: string }
  | { readonly session: string };

/** The longest that anybody waits because of one account, at its password. */
export const MAX_WAIT_MS = 60_000;

/** A place is slowed for longer, over all accounts; a whole office can share it. */
const MAX_PLACE_WAIT_MS = 15 * 60_000;

/** At a code: 24 guesses a day, each right by three in a million, for whoever has the password. */
const MAX_CODE_WAIT_MS = 60 * 60_000;

const FREE_ATTEMPTS = 5;
const FREE_PLACE_ATTEMPTS = 20;

export interface Limit {
  readonly subject: string;
  readonly free: number;
  readonly maxMs: number;
  /** Stands for one person, not for everybody at a place. */
  readonly isOwn: boolean;
}

export interface Subjects {
  readonly account: string | null;
  readonly limits: readonly Limit[];
  readonly pressure?: string | undefined;
}

/** What an attempt is counted under. */
export function subjectsOf(by: Attempt): Subjects {
  const own = (subject: string, maxMs = MAX_WAIT_MS): Limit => {
    return { subject, free: FREE_ATTEMPTS, maxMs, isOwn: true };
  };
  if ('session' in by) return { account: null, limits: [own(`session:${by.session}`)] };
  if (!('account' in by)) return { account: null, limits: [placeOf(by.address)] };
  const account = hashed(by.account);
  if ('step' in by) {
    if (by.step === 'reset') {
      const place = placeOf(by.address);
      const limits = [
        own(`reset:${account}:${addressPrefix(by.address)}`),
        { ...place, subject: place.subject.replace('place:', 'place:reset:') },
      ];
      return { account, limits };
    }
    const subject = by.browser === undefined ? 'code' : `code-browser:${by.browser}`;
    return { account, limits: [own(`${subject}:${account}`, MAX_CODE_WAIT_MS)] };
  }
  if (by.browser !== undefined) {
    return { account, limits: [own(`browser:${account}:${by.browser}`)] };
  }
  const prefix = addressPrefix(by.address);
  const place = placeOf(by.address);
  const limits = [own(`pair:${account}:${prefix}`), place];
  return { account, limits, pressure: `account:${account}` };
}

function placeOf(address: string): Limit {
  const free = FREE_PLACE_ATTEMPTS;
  return {
    subject: `place:${addressPrefix(address)}`,
    free,
    maxMs: MAX_PLACE_WAIT_MS,
    isOwn: false,
  };
}

/** Because people type passwords into the wrong field. */
export function hashed(account: string): string {
  return createHash('sha256').update(account).digest('base64url');
}
