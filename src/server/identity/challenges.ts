/**
 * What a passkey signs: random, short-lived, and bound to the session or browser it was made for.
 * Challenges prove themselves by a keyed hash, so that asking for one writes nothing; only those that
 * were shown again are kept, until they have run out, and none is taken twice.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { DatabaseTransaction } from '../database/connection.ts';
import type { KeyedHash } from './keyed-hash.ts';

export interface Challenges {
  /** `bearer` stands for the session or browser that may answer. */
  issue(purpose: ChallengePurpose, bearer: string): string;
  /** Takes a challenge; false when it is not one of this bearer, has run out, or was taken before. */
  take(
    trx: DatabaseTransaction,
    purpose: ChallengePurpose,
    bearer: string,
    challenge: string,
  ): Promise<boolean>;
}

export type ChallengePurpose = keyof typeof LIFETIMES_MS;

export function openChallenges(keyed: KeyedHash, clock: () => number): Challenges {
  const sign = (purpose: string, bearer: string, nonce: string, until: string) =>
    keyed('challenge', purpose, bearer, nonce, until);
  return {
    issue(purpose, bearer) {
      const nonce = randomBytes(16).toString('base64url');
      const until = String(clock() + LIFETIMES_MS[purpose]);
      return `${nonce}.${until}.${sign(purpose, bearer, nonce, until)}`;
    },
    async take(trx, purpose, bearer, challenge) {
      const [nonce = '', until = '', shown = ''] = challenge.split('.');
      const own = Buffer.from(sign(purpose, bearer, nonce, until));
      const signature = Buffer.from(shown);
      if (own.length !== signature.length || !timingSafeEqual(own, signature)) return false;
      const now = clock();
      const leftMs = Number(until) - now;
      // A clock that was set back must not make one last longer than it was made for.
      if (leftMs <= 0 || leftMs > LIFETIMES_MS[purpose]) return false;
      await trx.deleteFrom('spentChallenge').where('until', '<', now).execute();
      const taken = await trx
        .insertInto('spentChallenge')
        .values({ hash: keyed('spent-challenge', challenge), until: Number(until) })
        .onConflict((conflict) => conflict.column('hash').doNothing())
        .executeTakeFirst();
      return taken.numInsertedOrUpdatedRows === 1n;
    },
  };
}

/** Long enough to look for a phone or key. */
export const PASSKEY_LIFETIME_MS = 5 * 60 * 1000;

const LIFETIMES_MS = {
  'add-passkey': PASSKEY_LIFETIME_MS,
  'second-factor': PASSKEY_LIFETIME_MS,
  'sign-in': PASSKEY_LIFETIME_MS,
  // An app may have to be installed first.
  'add-authenticator': 20 * 60 * 1000,
} as const;
