/**
 * Who a cookie belongs to. Looked up in the database by the library, then remembered by the hash of
 * the cookie until anything in the database changes, whether by this process or another: a session
 * that was ended, or whose owner was disabled, is gone at the next request.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { type BetterAuth, PASSWORD_PROVIDER_ID, SESSION_LIFETIME_SECONDS } from './better-auth.ts';

export interface Session {
  readonly userId: string;
  readonly email: string;
  readonly mustChangePassword: boolean;
  /** False for people who sign in with the identity provider. */
  readonly hasPassword: boolean;
}

export interface Sessions {
  /** The live session that the cookie in `headers` names; using it keeps it from being idle. */
  find(headers: Headers): Promise<Session | undefined>;
  /** Ends the session that the cookie names, if it is one. */
  end(headers: Headers): Promise<void>;
  /** Ends every session of a person. */
  endAll(userId: string): void;
  /** Removes the rows of sessions that have run out. */
  sweep(): void;
}

export function openSessions(
  database: DatabaseSync,
  { api, context }: BetterAuth,
  clock: () => number,
): Sessions {
  const cookieName = context.authCookies.sessionToken.name;
  const known = new LRUCache<string, Known>({ max: 10_000 });
  const touch = database.prepare('UPDATE session SET updatedAt = ? WHERE token = ?');
  const remove = database.prepare('DELETE FROM session WHERE token = ?');
  const removeAll = database.prepare('DELETE FROM session WHERE userId = ?');
  const removeOld = database.prepare('DELETE FROM session WHERE expiresAt < ? OR updatedAt < ?');
  const local = database.prepare(
    `SELECT 1 FROM account WHERE userId = ? AND providerId = '${PASSWORD_PROVIDER_ID}'`,
  );
  // What this connection wrote, and whether another one did.
  const counters = database.prepare(
    'SELECT total_changes() AS own, data_version AS others FROM pragma_data_version',
  );
  const readState = () => {
    const { own, others } = counters.get() ?? {};
    return `${own} ${others}`;
  };
  let state = readState();

  function forgetWhenChanged(): void {
    const now = readState();
    if (now !== state) known.clear();
    state = now;
  }

  async function look(headers: Headers): Promise<Known | undefined> {
    const cookie = cookiePair(headers, cookieName);
    if (cookie === undefined) return undefined;
    forgetWhenChanged();
    const key = createHash('sha256').update(cookie).digest('base64url');
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const before = state;
    const found = await api.getSession({ headers: new Headers({ cookie }) });
    if (found === null || found.user.disabled) return undefined;
    const entry: Known = {
      token: found.session.token,
      endsAtMs: found.session.createdAt.getTime() + SESSION_LIFETIME_SECONDS * 1000,
      lastSeenMs: found.session.updatedAt.getTime(),
      session: {
        userId: found.user.id,
        email: found.user.email,
        mustChangePassword: found.user.mustChangePassword,
        hasPassword: local.get(found.user.id) !== undefined,
      },
    };
    // What was read while something changed may be the state before it.
    if (readState() === before) known.set(key, entry);
    return entry;
  }

  return {
    async find(headers) {
      const entry = await look(headers);
      if (entry === undefined) return undefined;
      const now = clock();
      if (now >= entry.endsAtMs || now - entry.lastSeenMs >= IDLE_LIFETIME_SECONDS * 1000) {
        remove.run(entry.token);
        return undefined;
      }
      if (now - entry.lastSeenMs >= TOUCH_INTERVAL_MS) {
        forgetWhenChanged();
        touch.run(new Date(now).toISOString(), entry.token);
        entry.lastSeenMs = now;
        // The one write that changes nobody's access.
        state = readState();
      }
      return entry.session;
    },
    async end(headers) {
      const entry = await look(headers);
      if (entry !== undefined) remove.run(entry.token);
    },
    endAll: (userId) => void removeAll.run(userId),
    sweep() {
      const now = clock();
      const idle = new Date(now - IDLE_LIFETIME_SECONDS * 1000).toISOString();
      removeOld.run(new Date(now).toISOString(), idle);
    },
  };
}

interface Known {
  readonly token: string;
  readonly endsAtMs: number;
  lastSeenMs: number;
  readonly session: Session;
}

/** Without a request for this long, a session ends. */
const IDLE_LIFETIME_SECONDS = 12 * 60 * 60;

/** Idleness is measured this finely: one write a session and minute. */
const TOUCH_INTERVAL_MS = 60_000;

/** The pair `name=value`; two of the same name are an attempt at confusion and count as none. */
function cookiePair(headers: Headers, name: string): string | undefined {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const named = pairs.filter((pair) => pair.startsWith(`${name}=`));
  return named.length === 1 ? named[0] : undefined;
}
