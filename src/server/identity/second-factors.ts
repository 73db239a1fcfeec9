/**
 * The second factors of people, as they are kept. Whatever proves a person is used within the
 * transaction of what it opens: used twice at once, one of the two finds it used.
 */
import { randomBytes } from 'node:crypto';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { SecondFactorTable } from '../database/tables.ts';
import type { AuthenticatorApp } from './authenticator-app.ts';
import { backupCodeHash, newBackupCodes } from './backup-codes.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { KnownPasskey, NewPasskey } from './passkeys.ts';
import type { Sealing } from './sealing.ts';

export type FactorKind = 'authenticator' | 'passkey';

/** A second factor as its owner sees it. */
export interface SecondFactor {
  readonly id: string;
  readonly kind: FactorKind;
  readonly name: string;
  /** Milliseconds since 1970, like the other. */
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

/** What a person can show. */
export interface Shown {
  readonly factors: readonly SecondFactor[];
  readonly codesLeft: number;
}

export type CodeUse = 'authenticator' | 'backup-code' | 'wrong-code' | 'used-code';

/** A passkey that can be held against an answer. */
export interface OwnedPasskey {
  readonly id: string;
  readonly userId: string;
  readonly publicKey: string;
}

export interface SecondFactors {
  /** The oldest first. */
  shownBy(userId: string): Promise<Shown>;
  passkeysOf(userId: string): Promise<readonly KnownPasskey[]>;
  findPasskey(credentialId: string): Promise<OwnedPasskey | undefined>;
  /** Uses up a code of an app or a backup code; neither is good twice. */
  useCode(trx: DatabaseTransaction, userId: string, code: string): Promise<CodeUse>;
  /** Notes what a passkey counts now; false when it should have counted further: it was copied. */
  usePasskey(trx: DatabaseTransaction, id: string, counter: number): Promise<boolean>;
  /** `step` is that of the code the app has shown already. False when there are enough. */
  addAuthenticator(
    trx: DatabaseTransaction,
    userId: string,
    app: { readonly seed: string; readonly step: number; readonly name: string },
  ): Promise<boolean>;
  /** False when there are enough, or it is somebody’s already. */
  addPasskey(
    trx: DatabaseTransaction,
    userId: string,
    passkey: NewPasskey & { readonly name: string },
  ): Promise<boolean>;
  /** Takes one away, and with the last one the backup codes; returns which kind it was. */
  remove(trx: DatabaseTransaction, userId: string, id: string): Promise<FactorKind | undefined>;
  /** Takes all away, backup codes included; returns how many factors there were. */
  removeAll(trx: DatabaseTransaction, userId: string): Promise<number>;
  /** Replaces the backup codes; returned only here. */
  renewCodes(trx: DatabaseTransaction, userId: string): Promise<readonly string[]>;
  has(trx: DatabaseTransaction, userId: string): Promise<boolean>;
}

export interface SecondFactorServices {
  readonly app: AuthenticatorApp;
  readonly keyed: KeyedHash;
  readonly sealing: Sealing;
  readonly clock: () => number;
}

export function openSecondFactors(
  db: Database,
  { app, keyed, sealing, clock }: SecondFactorServices,
): SecondFactors {
  type Row = Pick<SecondFactorTable, 'id' | 'userId' | 'kind' | 'credentialId' | 'key'>;
  const contextOf = ({ id, userId, kind, credentialId }: Omit<Row, 'key'>) =>
    ['second-factor', id, userId, kind, credentialId ?? ''] as const;
  const open = (row: Row) => sealing.unseal(row.key, ...contextOf(row));

  const countOf = async (trx: Database, table: 'secondFactor' | 'backupCode', userId: string) => {
    const counted = trx
      .selectFrom(table)
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('userId', '=', userId);
    return (await counted.executeTakeFirstOrThrow()).count;
  };

  async function insert(
    trx: DatabaseTransaction,
    factor: Omit<SecondFactorTable, 'id' | 'createdAt'>,
  ): Promise<boolean> {
    if ((await countOf(trx, 'secondFactor', factor.userId)) >= MAX_FACTORS) return false;
    const id = randomBytes(9).toString('base64url');
    const key = sealing.seal(factor.key, ...contextOf({ ...factor, id }));
    const inserted = await trx
      .insertInto('secondFactor')
      .values({ ...factor, id, key, createdAt: clock() })
      .onConflict((conflict) => conflict.column('credentialId').doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }

  async function useAppCode(
    trx: DatabaseTransaction,
    userId: string,
    code: string,
  ): Promise<CodeUse> {
    const rows = await trx
      .selectFrom('secondFactor')
      .select(['id', 'userId', 'kind', 'credentialId', 'key'])
      .where('userId', '=', userId)
      .where('kind', '=', 'authenticator')
      .execute();
    let result: CodeUse = 'wrong-code';
    for (const row of rows) {
      const seed = open(row);
      const step = seed === undefined ? undefined : app.stepOf(seed, code, clock());
      if (step === undefined) continue;
      const used = await trx
        .updateTable('secondFactor')
        .set({ counter: step, lastUsedAt: clock() })
        .where('id', '=', row.id)
        .where('counter', '<', step)
        .executeTakeFirst();
      if (used.numUpdatedRows === 1n) return 'authenticator';
      result = 'used-code';
    }
    return result;
  }

  async function useBackupCode(trx: DatabaseTransaction, userId: string, code: string) {
    const used = await trx
      .deleteFrom('backupCode')
      .where('hash', '=', backupCodeHash(keyed, userId, code))
      .where('userId', '=', userId)
      .executeTakeFirst();
    return used.numDeletedRows === 1n ? 'backup-code' : 'wrong-code';
  }

  return {
    async shownBy(userId) {
      const rows = await db
        .selectFrom('secondFactor')
        .select(['id', 'kind', 'name', 'createdAt', 'lastUsedAt'])
        .where('userId', '=', userId)
        .orderBy('createdAt')
        .orderBy('id')
        .execute();
      const factors = rows.map((row) => ({
        ...row,
        kind: row.kind as FactorKind,
        lastUsedAt: row.lastUsedAt ?? undefined,
      }));
      return { factors, codesLeft: await countOf(db, 'backupCode', userId) };
    },

    async passkeysOf(userId) {
      const rows = await db
        .selectFrom('secondFactor')
        .select(['credentialId', 'transports'])
        .where('userId', '=', userId)
        .where('kind', '=', 'passkey')
        .execute();
      return rows.map(({ credentialId, transports }) => ({
        credentialId: credentialId ?? '',
        transports: (transports ?? '').split(' ').filter((each) => each !== ''),
      }));
    },

    async findPasskey(credentialId) {
      const row = await db
        .selectFrom('secondFactor')
        .select(['id', 'userId', 'kind', 'credentialId', 'key'])
        .where('credentialId', '=', credentialId)
        .where('kind', '=', 'passkey')
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const publicKey = open(row);
      return publicKey === undefined ? undefined : { id: row.id, userId: row.userId, publicKey };
    },

    async useCode(trx, userId, typed) {
      const code = typed.replace(/[\s-]/g, '');
      return /^\d{6}$/.test(code)
        ? useAppCode(trx, userId, code)
        : useBackupCode(trx, userId, code);
    },

    async usePasskey(trx, id, counter) {
      const used = await trx
        .updateTable('secondFactor')
        .set({ counter, lastUsedAt: clock() })
        .where('id', '=', id)
        // Those that do not count say 0 each time (WebAuthn §6.1.1).
        .where((row) => (counter === 0 ? row('counter', '=', 0) : row('counter', '<', counter)))
        .executeTakeFirst();
      return used.numUpdatedRows === 1n;
    },

    addAuthenticator: (trx, userId, { seed, step, name }) =>
      insert(trx, {
        userId,
        name,
        kind: 'authenticator',
        credentialId: null,
        transports: null,
        key: seed,
        counter: step,
        lastUsedAt: null,
      }),

    addPasskey: (trx, userId, { credentialId, transports, publicKey, counter, name }) =>
      insert(trx, {
        userId,
        name,
        kind: 'passkey',
        credentialId,
        transports: transports.join(' '),
        key: publicKey,
        counter,
        lastUsedAt: null,
      }),

    async remove(trx, userId, id) {
      const removed = await trx
        .deleteFrom('secondFactor')
        .where('userId', '=', userId)
        .where('id', '=', id)
        .returning('kind')
        .executeTakeFirst();
      if ((await countOf(trx, 'secondFactor', userId)) === 0) {
        await trx.deleteFrom('backupCode').where('userId', '=', userId).execute();
      }
      return removed?.kind as FactorKind | undefined;
    },

    async removeAll(trx, userId) {
      await trx.deleteFrom('backupCode').where('userId', '=', userId).execute();
      const removed = trx.deleteFrom('secondFactor').where('userId', '=', userId);
      return Number((await removed.executeTakeFirst()).numDeletedRows);
    },

    async renewCodes(trx, userId) {
      const codes = newBackupCodes();
      await trx.deleteFrom('backupCode').where('userId', '=', userId).execute();
      await trx
        .insertInto('backupCode')
        .values(codes.map((code) => ({ hash: backupCodeHash(keyed, userId, code), userId })))
        .execute();
      return codes;
    },

    has: async (trx, userId) => (await countOf(trx, 'secondFactor', userId)) > 0,
  };
}

/** Of one person. */
const MAX_FACTORS = 20;
