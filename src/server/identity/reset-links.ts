/**
 * Links that replace a password which is lost: 256 bits, kept as a keyed hash, good once and for a
 * while. A person has two at most, one that was asked for at the page of lost passwords, which
 * strangers can do, and one of an administrator: a newer one ends that of its kind alone, and what
 * shows that none is needed, such as a sign-in or the use of one, ends both.
 */
import { randomBytes } from 'node:crypto';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { ResetLinkTable } from '../database/tables.ts';
import type { KeyedHash } from './keyed-hash.ts';

export interface ResetLinks {
  /** Makes `token` the link of a person; the one before of its kind ends. */
  keep(trx: DatabaseTransaction, token: string, link: NewResetLink): Promise<void>;
  /** Whose link it is, as long as it works. */
  find(token: string): Promise<ResetLinkOwner | undefined>;
  /** Uses the link up, and with it the other of the person; false when it no longer works. */
  take(trx: DatabaseTransaction, token: string): Promise<boolean>;
  /** Ends the links of a person. */
  end(trx: DatabaseTransaction, userId: string): Promise<void>;
}

export interface NewResetLink {
  readonly userId: string;
  readonly madeBy: ResetLinkTable['madeBy'];
  readonly lifetimeMs: number;
}

export interface ResetLinkOwner {
  readonly userId: string;
  readonly email: string;
}

/** What a token looks like; anything else is not looked up. */
export const RESET_TOKEN = /^[\w-]{43}$/;

/** What stands in the address of a link, which works once it is kept. */
export function newResetToken(): string {
  return randomBytes(32).toString('base64url');
}

export function openResetLinks(
  db: Database,
  { keyed, clock }: { readonly keyed: KeyedHash; readonly clock: () => number },
): ResetLinks {
  const hashOf = (token: string) => keyed('reset-link', token);

  async function end(trx: DatabaseTransaction, userId: string): Promise<void> {
    await trx.deleteFrom('resetLink').where('userId', '=', userId).execute();
  }

  return {
    async keep(trx, token, { userId, madeBy, lifetimeMs }) {
      await trx
        .deleteFrom('resetLink')
        .where('userId', '=', userId)
        .where('madeBy', '=', madeBy)
        .execute();
      const createdAt = clock();
      const expiresAt = createdAt + lifetimeMs;
      await trx
        .insertInto('resetLink')
        .values({ hash: hashOf(token), userId, madeBy, createdAt, expiresAt })
        .execute();
    },

    async find(token) {
      if (!RESET_TOKEN.test(token)) return undefined;
      const now = clock();
      return (
        db
          .selectFrom('resetLink')
          .innerJoin('user', 'user.id', 'resetLink.userId')
          .select(['user.id as userId', 'user.email'])
          .where('hash', '=', hashOf(token))
          .where('expiresAt', '>', now)
          // A clock that jumped back makes no link live longer.
          .where('resetLink.createdAt', '<=', now)
          .where('user.disabled', '=', 0)
          .executeTakeFirst()
      );
    },

    async take(trx, token) {
      const taken = await trx
        .deleteFrom('resetLink')
        .where('hash', '=', hashOf(token))
        .where('expiresAt', '>', clock())
        .returning('userId')
        .executeTakeFirst();
      if (taken === undefined) return false;
      await end(trx, taken.userId);
      return true;
    },

    end,
  };
}
