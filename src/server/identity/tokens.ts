/**
 * Machine tokens: a program's way in, for reading only what its scopes name. The secret is shown
 * once; the database keeps its hash, so a stolen backup opens nothing. A random secret of 256 bits
 * needs no slow hash.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { DatabaseHealth } from '../database/database-health.ts';
import { inTransaction } from '../database/sqlite-file.ts';
import type { AuditQueue } from './audit-queue.ts';

export const TOKEN_SCOPES = ['docs:read', 'templates:read', 'search:read'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export interface Tokens {
  /** Makes a token and returns its secret, which nothing will show again. */
  create(token: NewToken): string;
  /** Every token ever made, oldest first, without secrets. */
  list(): readonly Token[];
  /** Ends the token of this id, or every live one of this name; returns how many ended. */
  revoke(idOrName: string): number;
  /** What a request may do that shows `secret`; using a token is noted to the minute. */
  check(secret: string): TokenCheck;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly lifetimeMs: number;
}

export interface Token {
  readonly id: string;
  readonly name: string;
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

export function openTokens(
  database: DatabaseSync,
  { auditQueue, health, clock }: TokenServices,
): Tokens {
  const insert = database.prepare(
    'INSERT INTO machineToken (id, hash, name, scopes, createdAt, expiresAt) ' +
      'VALUES (?, ?, ?, ?, ?, ?)',
  );
  const all = database.prepare('SELECT * FROM machineToken ORDER BY createdAt, id');
  const byHash = database.prepare('SELECT * FROM machineToken WHERE hash = ?');
  const end = database.prepare(
    'UPDATE machineToken SET revokedAt = ? WHERE (id = ? OR name = ?) AND revokedAt IS NULL',
  );
  const use = database.prepare('UPDATE machineToken SET lastUsedAt = ? WHERE id = ?');

  return {
    create({ name, scopes, lifetimeMs }) {
      const secret = `opsbook_${randomBytes(32).toString('base64url')}`;
      // Digits, which no name begins with.
      const id = String(randomInt(1e11, 1e12));
      const now = clock();
      inTransaction(database, () => {
        insert.run(id, hashOf(secret), name, scopes.join(' '), now, now + lifetimeMs);
        auditQueue.add({ event: 'token-created', token: name });
      });
      return secret;
    },

    list: () => z.array(tokenRow).parse(all.all()),

    revoke: (idOrName) =>
      inTransaction(database, () => {
        const ended = Number(end.run(clock(), idOrName, idOrName).changes);
        if (ended > 0) auditQueue.add({ event: 'token-revoked', token: idOrName });
        return ended;
      }),

    check(secret) {
      const row = byHash.get(hashOf(secret));
      if (row === undefined) return { state: 'unknown' };
      const token = tokenRow.parse(row);
      const now = clock();
      if (token.revokedAt !== undefined) return { state: 'revoked', token };
      if (now >= token.expiresAt) return { state: 'expired', token };
      if (now - (token.lastUsedAt ?? 0) >= USE_INTERVAL_MS) {
        health.tryWrite(() => use.run(now, token.id));
        // The write may have waited for another's, which revoked this token.
        const { revokedAt } = tokenRow.parse(byHash.get(hashOf(secret)));
        if (revokedAt !== undefined) return { state: 'revoked', token };
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
  scopes: z
    .string()
    .transform((text) => text.split(' '))
    .pipe(z.array(z.enum(TOKEN_SCOPES))),
  createdAt: z.number(),
  expiresAt: z.number(),
  revokedAt: absentWhenNull,
  lastUsedAt: absentWhenNull,
});
