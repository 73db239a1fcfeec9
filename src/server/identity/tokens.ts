/**
 * Machine tokens: the way in of a program or an agent, for what its scopes name alone. The secret is
 * shown once; the database keeps its hash, so a stolen backup opens nothing. A random secret of 256
 * bits needs no slow hash.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import { prepareLookup } from '../database/prepared-lookup.ts';
import type { AuditQueue } from './audit-queue.ts';

/** `work:manage` includes `work:act`, which includes `work:read`. */
export const TOKEN_SCOPES = [
  'docs:read',
  'templates:read',
  'search:read',
  'work:read',
  'work:act',
  'work:manage',
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** An agent leaves to people what only people decide. */
export const TOKEN_KINDS = ['program', 'agent'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

export interface Tokens {
  /** Makes a token and returns its secret, which nothing will show again. */
  create(token: NewToken): Promise<string>;
  /** Every token ever made, oldest first, without secrets. */
  list(): Promise<readonly Token[]>;
  /** Ends the token of this id, or every live one of this name; returns how many ended. */
  revoke(idOrName: string): Promise<number>;
  /** What a request may do that shows `secret`; using a token is noted to the minute. */
  check(secret: string): Promise<TokenCheck>;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly lifetimeMs: number;
  readonly kind?: TokenKind;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly kind: TokenKind;
  readonly scopes: readonly TokenScope[];
  /** Milliseconds since 1970, like the others. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | undefined;
  readonly lastUsedAt: number | undefined;
}

export type TokenCheck =
  | { readonly state: 'live'; readonly token: Token }
  | { readonly state: 'expired' | 'revoked'; readonly token: Token }
  | { readonly state: 'unknown' };

export interface TokenServices {
  readonly auditQueue: AuditQueue;
  readonly health: DatabaseHealth;
  readonly clock: () => number;
}

export function openTokens(db: Database, { auditQueue, health, clock }: TokenServices): Tokens {
  const byHash = prepareLookup(db, (hash) =>
    db.selectFrom('machineToken').selectAll().where('hash', '=', hash),
  );

  return {
    async create({ name, scopes, lifetimeMs, kind = 'program' }) {
      const secret = `opsbook_${randomBytes(32).toString('base64url')}`;
      // Digits, which no name begins with.
      const id = String(randomInt(1e11, 1e12));
      const createdAt = clock();
      const expiresAt = createdAt + lifetimeMs;
      await health.write(async (trx) => {
        await trx
          .insertInto('machineToken')
          .values({
            id,
            hash: hashOf(secret),
            name,
            kind,
            scopes: scopes.join(' '),
            createdAt,
            expiresAt,
          })
          .execute();
        await auditQueue.add(trx, { event: 'token-created', token: name });
      });
      return secret;
    },

    async list() {
      const rows = await db
        .selectFrom('machineToken')
        .selectAll()
        .orderBy('createdAt')
        .orderBy('id')
        .execute();
      return z.array(tokenRow).parse(rows);
    },

    revoke: (idOrName) =>
      health.write(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('machineToken')
          .set({ revokedAt: clock() })
          .where((row) => row.or([row('id', '=', idOrName), row('name', '=', idOrName)]))
          .where('revokedAt', 'is', null)
          .executeTakeFirst();
        const ended = Number(numUpdatedRows);
        if (ended > 0) await auditQueue.add(trx, { event: 'token-revoked', token: idOrName });
        return ended;
      }),

    async check(secret) {
      const hash = hashOf(secret);
      const row = await byHash(hash);
      if (row === undefined) return { state: 'unknown' };
      const token = tokenRow.parse(row);
      const now = clock();
      if (token.revokedAt !== undefined) return { state: 'revoked', token };
      if (now >= token.expiresAt) return { state: 'expired', token };
      if (now - (token.lastUsedAt ?? 0) >= USE_INTERVAL_MS) {
        await health.tryWrite((trx) =>
          trx
            .updateTable('machineToken')
            .set({ lastUsedAt: now })
            .where('id', '=', token.id)
            .execute(),
        );
        // The write may have waited for another's, which revoked this token.
        const after = await byHash(hash);
        if (after?.revokedAt !== null) return { state: 'revoked', token };
      }
      return { state: 'live', token };
    },
  };
}

/** The last use is noted this finely: one write a token and minute. */
const USE_INTERVAL_MS = 60_000;

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

const absentWhenNull = z
  .number()
  .nullable()
  .transform((value) => value ?? undefined);

const tokenRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(TOKEN_KINDS),
  scopes: z
    .string()
    .transform((text) => text.split(' '))
    .pipe(z.array(z.enum(TOKEN_SCOPES))),
  createdAt: z.number(),
  expiresAt: z.number(),
  revokedAt: absentWhenNull,
  lastUsedAt: absentWhenNull,
});
