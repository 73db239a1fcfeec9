/**
 * Links that replace a password which is lost: 256 bits, kept as a keyed hash, good once and for a
 * while. A person has one at most: a newer one ends it, and so does whatever shows that it is not
 * needed, such as a sign-in.
 */
import { randomBytes } from 'node:crypto';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { KeyedHash } from './keyed-hash.ts';

export interface ResetLinks {
  /** Makes `token` the link of a person; the one before ends. */
  keep(trx: DatabaseTransaction, token: string, link: NewResetLink): Promise<void>;
  /** Whose link it is, as long as it works. */
  find(token: string): Promise<ResetLinkOwner | undefined>;
  /** Uses the link up; false when it no longer works. */
  take(trx: DatabaseTransaction, token: string): Promise<boolean>;
  /** Ends the link of a person. */
  end(trx: DatabaseTransaction, userId: string): Promise<void>;
}

export interface NewResetLink {
  readonly userId: string;
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
    async keep(trx, token, { userId, lifetimeMs }) {
      await end(trx, userId);
      const createdAt = clock();
      const expiresAt = createdAt + lifetimeMs;
      await trx
        .insertInto('resetLink')
        .values({ hash: hashOf(token), userId, createdAt, expiresAt })
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
      const { numDeletedRows } = await trx
        .deleteFrom('resetLink')
        .where('hash', '=', hashOf(token))
        .where('expiresAt', '>', clock())
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    end,
  };
}
