/**
 * Who a cookie belongs to. The database keeps a keyed hash of what the cookie holds: a stolen copy
 * of it opens nothing, nor does a row that somebody added without the secret. Every request is
 * looked up: a session that was ended, or whose owner was disabled, by this process or another, is
 * gone at the next request.
 */
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { DatabaseHealth } from '../database/database-health.ts';
import { PASSWORD_PROVIDER_ID } from './better-auth.ts';
import { deviceName } from './device-name.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { Cookies } from './session-cookie.ts';

export interface Session {
  /** The hash that stands for the session, known to nobody else. */
  readonly key: string;
  readonly userId: string;
  readonly email: string;
  readonly mustChangePassword: boolean;
  /** False for people who sign in with the identity provider. */
  readonly hasPassword: boolean;
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

export interface Sessions {
  /** The live session that the cookie in `headers` names; using it keeps it from being idle. */
  find(headers: Headers): Session | undefined;
  /**
   * Opens a session and returns its `Set-Cookie`, or undefined when the person is disabled, or no
   * longer has the password hash that was checked. One statement: what was checked still holds when
   * the session begins to exist.
   */
  open(userId: string, from: Headers, checkedHash?: string): string | undefined;
  /** The live sessions of the person of `session`, the one used last first. */
  list(session: Session): readonly ListedSession[];
  /** Ends that one, or with `others` every other session of the same person; returns how many. */
  endListed(session: Session, which: string): number;
  /** Ends the session that the cookie names, if it is one. */
  end(headers: Headers): void;
  /** Keeps the session that the cookie names out until `end` can be written. */
  endLater(headers: Headers): void;
  /** Ends every session of a person. */
  endAll(userId: string): void;
  /** Writes what `endLater` could not. */
  settle(): void;
  /** Removes the rows of sessions that have run out. */
  sweep(): void;
  /** `Set-Cookie` that takes the cookie away. */
  readonly removal: string;
}

export function openSessions(
  database: DatabaseSync,
  { cookies, keyed, health, clock }: SessionServices,
): Sessions {
  const select = database.prepare(
    'SELECT s.createdAt, s.lastSeenAt, user.id AS userId, user.email, user.mustChangePassword, ' +
      'EXISTS (SELECT 1 FROM account WHERE account.userId = user.id ' +
      `AND providerId = '${PASSWORD_PROVIDER_ID}') AS hasPassword ` +
      'FROM personSession s JOIN user ON user.id = s.userId WHERE s.hash = ? AND user.disabled = 0',
  );
  const insert = database.prepare(
    'INSERT INTO personSession SELECT $hash, id, $now, $now, $id, $device FROM user ' +
      'WHERE id = $userId AND disabled = 0 AND ($checked IS NULL OR EXISTS ' +
      '(SELECT 1 FROM account WHERE account.userId = user.id ' +
      `AND providerId = '${PASSWORD_PROVIDER_ID}' AND password = $checked))`,
  );
  const touch = database.prepare('UPDATE personSession SET lastSeenAt = ? WHERE hash = ?');
  const remove = database.prepare('DELETE FROM personSession WHERE hash = ?');
  const removeAll = database.prepare('DELETE FROM personSession WHERE userId = ?');
  const listed = database.prepare(
    'SELECT hash, id, device, createdAt, lastSeenAt FROM personSession WHERE userId = ? ' +
      'AND createdAt > ? AND lastSeenAt > ? ORDER BY lastSeenAt DESC, createdAt DESC, id',
  );
  const removeListed = database.prepare('DELETE FROM personSession WHERE userId = ? AND id = ?');
  const removeOthers = database.prepare('DELETE FROM personSession WHERE userId = ? AND hash <> ?');
  const removeOld = database.prepare(
    'DELETE FROM personSession WHERE createdAt < ? OR lastSeenAt < ?',
  );
  /** Ended by their owners while the database could not be written. */
  const ended = new Set<string>();

  function keyOf(headers: Headers): string | undefined {
    const token = cookies.read(headers, 'opsbook');
    return token === undefined ? undefined : keyed('session', token);
  }

  return {
    find(headers) {
      const key = keyOf(headers);
      if (key === undefined || ended.has(key)) return undefined;
      let row = select.get(key);
      if (row === undefined) return undefined;
      const now = clock();
      const idleMs = now - Number(row.lastSeenAt);
      if (now - Number(row.createdAt) >= LIFETIME_MS || idleMs >= IDLE_LIFETIME_MS) {
        health.tryWrite(() => remove.run(key));
        return undefined;
      }
      if (idleMs >= TOUCH_INTERVAL_MS) {
        health.tryWrite(() => touch.run(now, key));
        // The write may have waited for another's, which disabled this person.
        row = select.get(key);
        if (row === undefined) return undefined;
      }
      return {
        key,
        userId: String(row.userId),
        email: String(row.email),
        mustChangePassword: row.mustChangePassword === 1,
        hasPassword: row.hasPassword === 1,
      };
    },

    open(userId, from, checkedHash) {
      const token = randomBytes(32).toString('base64url');
      const hash = keyed('session', token);
      const id = randomBytes(9).toString('base64url');
      const row = { hash, userId, now: clock(), id, device: deviceName(from) };
      const opened = insert.run({ ...row, checked: checkedHash ?? null });
      if (opened.changes === 0) return undefined;
      return cookies.set('opsbook', token, LIFETIME_MS / 1000);
    },

    list({ userId, key }) {
      const now = clock();
      return listed
        .all(userId, now - LIFETIME_MS, now - IDLE_LIFETIME_MS)
        .map(({ hash, id, device, createdAt, lastSeenAt }) => ({
          id: String(id),
          device: String(device),
          createdAt: Number(createdAt),
          lastSeenAt: Number(lastSeenAt),
          isThis: hash === key,
        }));
    },

    endListed({ userId, key }, which) {
      const ended =
        which === 'others' ? removeOthers.run(userId, key) : removeListed.run(userId, which);
      return Number(ended.changes);
    },

    end(headers) {
      const key = keyOf(headers);
      if (key !== undefined) remove.run(key);
    },

    endLater(headers) {
      const key = keyOf(headers);
      if (key !== undefined && select.get(key) !== undefined) ended.add(key);
    },

    endAll: (userId) => void removeAll.run(userId),

    settle() {
      if (ended.size === 0) return;
      health.tryWrite(() => {
        for (const key of ended) {
          remove.run(key);
          ended.delete(key);
        }
      });
    },

    sweep() {
      const now = clock();
      removeOld.run(now - LIFETIME_MS, now - IDLE_LIFETIME_MS);
    },

    removal: cookies.set('opsbook', '', 0),
  };
}

export interface SessionServices {
  readonly cookies: Cookies;
  readonly keyed: KeyedHash;
  readonly health: DatabaseHealth;
  readonly clock: () => number;
}

/** Counted from sign-in and never extended. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** Without a request for this long, a session ends. */
const IDLE_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** Idleness is measured this finely: one write a session and minute. */
const TOUCH_INTERVAL_MS = 60_000;
