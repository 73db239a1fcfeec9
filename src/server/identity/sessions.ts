/**
 * Who a cookie belongs to. The database keeps a keyed hash of what the cookie holds: a stolen copy
 * of it opens nothing, nor does a row that somebody added without the secret. Every request is
 * looked up: a session that was ended, or whose owner was disabled, by this process or another, is
 * gone at the next request.
 */
import { randomBytes } from 'node:crypto';
import type { WorkRole } from '../../../schemas/work-roles.ts';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import { prepareLookup } from '../database/prepared-lookup.ts';
import { deviceName } from './device-name.ts';
import type { KeyedHash } from './keyed-hash.ts';
import { passwordOwner } from './password-owner.ts';
import { lockPerson } from './person-lock.ts';
import type { Cookies } from './session-cookie.ts';
import { type Debt, debtOf, type RequiredOf } from './session-debt.ts';
import { remove, rowOf, touch } from './session-rows.ts';

export interface Session {
  /** The hash that stands for the session, known to nobody else. */
  readonly key: string;
  readonly userId: string;
  readonly email: string;
  readonly mustChangePassword: boolean;
  /** False for people who sign in with the identity provider. */
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** What more than a password was shown; undefined when it was a password alone. */
  readonly provedBy: Proof | undefined;
  /** Whether it was shown a moment ago who this is: needed to change how one signs in. */
  readonly isFresh: boolean;
  /** What has to be done before anything else opens. */
  readonly debt: Debt | undefined;
  readonly role: WorkRole;
  /** IANA zone of the person; absent means that of the portal. */
  readonly timeZone: string | undefined;
}

/** What stands behind a session besides a password. */
export type Proof = 'authenticator' | 'passkey' | 'backup-code' | 'provider';

/** Who opens a session, and how. */
export interface Opening {
  readonly userId: string;
  readonly from: Headers;
  readonly provedBy?: Proof | undefined;
  /** The password hash that was checked, which must still be the one. */
  readonly checkedHash?: string;
}

/** A session as its owner sees it. */
export interface ListedSession {
  readonly id: string;
  readonly device: string;
  /** Milliseconds since 1970, like the other. */
  readonly createdAt: number;
  /** To the minute. */
  readonly lastSeenAt: number;
  /** The one that asks. */
  readonly isThis: boolean;
}

export interface FindOptions {
  /** Only looked at: a page that is open and listens keeps nobody from being idle. */
  readonly isLook?: boolean;
}

export interface Sessions {
  /** The live session that the cookie in `headers` names; using it keeps it from being idle. */
  find(headers: Headers, options?: FindOptions): Promise<Session | undefined>;
  /**
   * Opens a session and returns its `Set-Cookie`, or undefined when the person is disabled, or no
   * longer has the password hash that was checked: what was checked still holds when the session
   * begins to exist.
   */
  open(trx: DatabaseTransaction, opening: Opening): Promise<string | undefined>;
  /**
   * Notes that its owner showed again who they are, by `provedBy` when that is more than before.
   * The session goes on under another token, whose `Set-Cookie` is returned; undefined when it has
   * ended in the meantime.
   */
  renew(trx: DatabaseTransaction, session: Session, provedBy?: Proof): Promise<string | undefined>;
  /** Whether the session of this key is still there, which holds until the transaction ends. */
  hold(trx: DatabaseTransaction, key: string): Promise<boolean>;
  /** The live sessions of the person of `session`, the one used last first. */
  list(session: Session): Promise<readonly ListedSession[]>;
  /** Ends that one, or with `others` every other session of the same person; returns how many. */
  endListed(trx: DatabaseTransaction, session: Session, which: string): Promise<number>;
  /** Ends the session that the cookie names, if it is one. */
  end(trx: DatabaseTransaction, headers: Headers): Promise<void>;
  /** Keeps the session that the cookie names out until `end` can be written. */
  endLater(headers: Headers): Promise<void>;
  /** Ends every session of a person. */
  endAll(trx: DatabaseTransaction, userId: string): Promise<void>;
  /** Writes what `endLater` could not. */
  settle(): Promise<void>;
  /** Removes the rows of sessions that have run out. */
  sweep(trx: DatabaseTransaction): Promise<void>;
  /** `Set-Cookie` that takes the cookie away. */
  readonly removal: string;
}

export function openSessions(
  db: Database,
  { cookies, keyed, health, clock, secondFactorOf }: SessionServices,
): Sessions {
  /** Ended by their owners while the database could not be written. */
  const ended = new Set<string>();

  function keyOf(headers: Headers): string | undefined {
    const token = cookies.read(headers, 'opsbook');
    return token === undefined ? undefined : keyed('session', token);
  }

  const select = prepareLookup(db, (key) => rowOf(db, key));

  return {
    async find(headers, { isLook = false } = {}) {
      const key = keyOf(headers);
      if (key === undefined || ended.has(key)) return undefined;
      let row = await select(key);
      if (row === undefined) return undefined;
      const now = clock();
      const idleMs = now - row.lastSeenAt;
      if (now - row.createdAt >= LIFETIME_MS || idleMs >= IDLE_LIFETIME_MS) {
        await health.tryWrite((trx) => remove(trx, key));
        return undefined;
      }
      if (idleMs >= TOUCH_INTERVAL_MS && !isLook) {
        await health.tryWrite((trx) => touch(trx, key, now));
        // The write may have waited for another's, which disabled this person.
        row = await select(key);
        if (row === undefined) return undefined;
      }
      const person = {
        mustChangePassword: row.mustChangePassword === 1,
        hasPassword: row.passwordLogin !== null,
        hasSecondFactor: row.secondFactor !== null,
        // Both checked when they were written.
        provedBy: (row.provedBy ?? undefined) as Proof | undefined,
        role: row.role as WorkRole,
      };
      return {
        key,
        userId: row.userId,
        email: row.email,
        timeZone: row.timeZone ?? undefined,
        ...person,
        isFresh: row.provedAt !== null && Math.abs(now - row.provedAt) < FRESH_MS,
        debt: debtOf(person, secondFactorOf),
      };
    },

    async open(trx, { userId, from, provedBy, checkedHash }) {
      const person = await lockPerson(trx, userId);
      if (person === undefined || person.disabled !== 0) return undefined;
      const owner = checkedHash === undefined ? undefined : await passwordOwner(trx, userId);
      if (checkedHash !== owner?.passwordHash) return undefined;
      const token = randomBytes(32).toString('base64url');
      const now = clock();
      await trx
        .insertInto('personSession')
        .values({
          hash: keyed('session', token),
          userId,
          createdAt: now,
          lastSeenAt: now,
          id: randomBytes(9).toString('base64url'),
          device: deviceName(from),
          provedBy: provedBy ?? null,
          provedAt: now,
        })
        .execute();
      return cookies.set('opsbook', token, LIFETIME_MS / 1000);
    },

    async renew(trx, { key, userId }, provedBy) {
      const person = await lockPerson(trx, userId);
      if (person === undefined || person.disabled !== 0 || ended.has(key)) return undefined;
      const token = randomBytes(32).toString('base64url');
      const now = clock();
      const renewed = await trx
        .updateTable('personSession')
        .set({ hash: keyed('session', token), provedAt: now, ...(provedBy && { provedBy }) })
        .where('hash', '=', key)
        .returning('createdAt')
        .executeTakeFirst();
      if (renewed === undefined) return undefined;
      const leftMs = renewed.createdAt + LIFETIME_MS - now;
      return cookies.set('opsbook', token, Math.max(Math.ceil(leftMs / 1000), 1));
    },

    async hold(trx, key) {
      if (ended.has(key)) return false;
      const held = trx.selectFrom('personSession').select('hash').where('hash', '=', key);
      return (await held.forUpdate().executeTakeFirst()) !== undefined;
    },

    async list({ userId, key }) {
      const now = clock();
      const rows = await db
        .selectFrom('personSession')
        .select(['hash', 'id', 'device', 'createdAt', 'lastSeenAt'])
        .where('userId', '=', userId)
        .where('createdAt', '>', now - LIFETIME_MS)
        .where('lastSeenAt', '>', now - IDLE_LIFETIME_MS)
        .orderBy('lastSeenAt', 'desc')
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(({ hash, ...row }) => ({ ...row, isThis: hash === key }));
    },

    async endListed(trx, { userId, key }, which) {
      const own = trx.deleteFrom('personSession').where('userId', '=', userId);
      const ending =
        which === 'others' ? own.where('hash', '<>', key) : own.where('id', '=', which);
      return Number((await ending.executeTakeFirst()).numDeletedRows);
    },

    async end(trx, headers) {
      const key = keyOf(headers);
      if (key !== undefined) await remove(trx, key);
    },

    async endLater(headers) {
      const key = keyOf(headers);
      if (key === undefined || ended.size >= MAX_ENDED) return;
      // Without being able to ask whether it is one, it is taken for one.
      const isOne = await select(key).then(
        (row) => row !== undefined,
        (error: unknown) => health.failed(error),
      );
      if (isOne) ended.add(key);
    },

    async endAll(trx, userId) {
      await lockPerson(trx, userId);
      await trx.deleteFrom('personSession').where('userId', '=', userId).execute();
    },

    async settle() {
      if (ended.size === 0) return;
      const keys = [...ended];
      const isWritten = await health.tryWrite((trx) =>
        trx.deleteFrom('personSession').where('hash', 'in', keys).execute(),
      );
      if (isWritten) for (const key of keys) ended.delete(key);
    },

    async sweep(trx) {
      const now = clock();
      await trx
        .deleteFrom('personSession')
        .where('hash', 'in', (old) =>
          old
            .selectFrom('personSession')
            .select('hash')
            .where((row) =>
              row.or([
                row('createdAt', '<', now - LIFETIME_MS),
                row('lastSeenAt', '<', now - IDLE_LIFETIME_MS),
              ]),
            )
            // What another sweeps is not waited for.
            .forUpdate()
            .skipLocked(),
        )
        .execute();
    },

    removal: cookies.set('opsbook', '', 0),
  };
}

export interface SessionServices {
  readonly cookies: Cookies;
  readonly keyed: KeyedHash;
  readonly health: DatabaseHealth;
  readonly clock: () => number;
  /** Who must have a second factor. */
  readonly secondFactorOf: RequiredOf;
}

/** Counted from sign-in and never extended. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** Without a request for this long, a session ends. */
const IDLE_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** How long it is believed who somebody is, for changing how they sign in. */
const FRESH_MS = 10 * 60 * 1000;

/** Idleness is measured this finely: one write a session and minute. */
const TOUCH_INTERVAL_MS = 60_000;

/** Sign-outs that wait for the database; what strangers send must not fill the memory. */
const MAX_ENDED = 10_000;
