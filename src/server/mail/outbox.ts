/**
 * Mails that wait to be sent, in the database: put there in the transaction of what they tell, so that
 * either both are there or neither. Of several servers on one database, one sends each. A mail is
 * there once a key, and what it says is sealed, and gone once it is sent or given up.
 */
import { randomBytes } from 'node:crypto';
import type { Database, DatabaseTransaction } from '../database/connection.ts';
import type { AuditQueue } from '../identity/audit-queue.ts';
import type { Sealing } from '../identity/sealing.ts';
import { type Letter, letter } from './letter.ts';

export interface Outbox {
  /**
   * Puts a mail into the queue; false when one of this key was put there before, or the mail is
   * dropped, since too many wait for this recipient or for all.
   */
  add(trx: DatabaseTransaction, mail: NewMail): Promise<boolean>;
  /** Takes the mail whose turn it is; it is this process's until the time for sending is over. */
  claim(): Promise<ClaimedMail | undefined>;
  sent(mail: ClaimedMail): Promise<void>;
  /** Tries again later, unless that is of no use; returns which. */
  failed(mail: ClaimedMail, why: { detail: string; isPermanent: boolean }): Promise<Retry>;
  /** Gives a mail back that could not be finished, as if nobody had taken it. */
  release(mail: ClaimedMail): Promise<void>;
  /** Forgets what ended long ago. */
  sweep(): Promise<void>;
}

export interface NewMail {
  /** What it is about, such as `reset-link`, for the log. */
  readonly kind: string;
  readonly to: string;
  readonly letter: Letter;
  /** Names what is told: it is told once. */
  readonly key?: string;
  /** After this, what it says is of no use any more. */
  readonly expiresAt?: number;
}

export interface ClaimedMail {
  readonly id: string;
  readonly kind: string;
  readonly to: string;
  readonly createdAt: number;
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** Undefined when it cannot be read any more. */
  readonly letter: Letter | undefined;
}

export type Retry = 'later' | 'never';

export interface OutboxOptions {
  readonly sealing: Sealing;
  readonly auditQueue: Pick<AuditQueue, 'addMail'>;
  readonly clock: () => number;
}

export function openOutbox(db: Database, { sealing, auditQueue, clock }: OutboxOptions): Outbox {
  const own = (mail: ClaimedMail) =>
    db
      .updateTable('outbox')
      .where('id', '=', mail.id)
      .where('state', '=', 'queued')
      // Another took it, after this one had kept it for too long.
      .where('attempts', '=', mail.attempts);

  const end = (mail: ClaimedMail, state: 'sent' | 'failed', detail: string | null) =>
    own(mail).set({ state, detail, content: null, endedAt: clock() }).execute();

  async function isFull(trx: DatabaseTransaction, recipient: string): Promise<boolean> {
    const queued = trx
      .selectFrom('outbox')
      .select((row) => row.fn.countAll<number>().as('waiting'))
      .where('state', '=', 'queued');
    const all = await queued.executeTakeFirstOrThrow();
    if (all.waiting >= MAX_WAITING) return true;
    const own = await queued.where('recipient', '=', recipient).executeTakeFirstOrThrow();
    return own.waiting >= MAX_WAITING_FOR_ONE;
  }

  return {
    async add(trx, { kind, to, letter, key, expiresAt }) {
      if (await isFull(trx, to)) {
        await auditQueue.addMail(trx, { event: 'mail-dropped', kind, account: to });
        return false;
      }
      const now = clock();
      const id = randomBytes(18).toString('base64url');
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('outbox')
        .values({
          id,
          key: key ?? null,
          kind,
          recipient: to,
          content: sealing.seal(JSON.stringify(letter), 'mail', id),
          state: 'queued',
          attempts: 0,
          createdAt: now,
          nextAttemptAt: now,
          expiresAt: expiresAt ?? null,
          endedAt: null,
          detail: null,
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows !== 0n;
    },

    async claim() {
      const now = clock();
      // Reading first: a look must not lock the database for writers.
      const first = await due(db, now).executeTakeFirst();
      if (first === undefined) return undefined;
      const row = await db.transaction().execute(async (trx) => {
        await giveUpExpired(trx, now);
        const found = await due(trx, now).forUpdate().skipLocked().executeTakeFirst();
        if (found === undefined) return undefined;
        return trx
          .updateTable('outbox')
          .set({ attempts: found.attempts + 1, nextAttemptAt: now + CLAIM_MS })
          .where('id', '=', found.id)
          .returningAll()
          .executeTakeFirst();
      });
      if (row === undefined) return undefined;
      const { id, kind, recipient: to, createdAt, attempts, content } = row;
      return { id, kind, to, createdAt, attempts, letter: readLetter(id, content) };
    },

    async sent(mail) {
      await end(mail, 'sent', null);
    },

    async failed(mail, { detail, isPermanent }) {
      const delayMs = RETRY_DELAYS_MS[mail.attempts - 1];
      if (isPermanent || delayMs === undefined) {
        await end(mail, 'failed', detail);
        return 'never';
      }
      await own(mail)
        .set({ nextAttemptAt: clock() + delayMs, detail })
        .execute();
      return 'later';
    },

    async release(mail) {
      await own(mail)
        .set({ nextAttemptAt: clock(), attempts: mail.attempts - 1 })
        .execute();
    },

    async sweep() {
      const old = clock() - MEMORY_MS;
      await db.deleteFrom('outbox').where('endedAt', '<', old).execute();
    },
  };

  function readLetter(id: string, content: string | null): Letter | undefined {
    const opened = content === null ? undefined : sealing.unseal(content, 'mail', id);
    // What this program sealed is JSON; a newer one may mean more by it.
    return opened === undefined ? undefined : letter.safeParse(JSON.parse(opened)).data;
  }
}

function due(db: Database, now: number) {
  return db
    .selectFrom('outbox')
    .select(['id', 'attempts'])
    .where('state', '=', 'queued')
    .where('nextAttemptAt', '<=', now)
    .orderBy('nextAttemptAt')
    .orderBy('id')
    .limit(1);
}

async function giveUpExpired(trx: DatabaseTransaction, now: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ state: 'failed', content: null, endedAt: now })
    .where('state', '=', 'queued')
    .where('expiresAt', '<=', now)
    .execute();
}

/** Between attempts: a server that puts strangers off for a while is asked again within it and after it. */
const RETRY_DELAYS_MS = [30, 2 * 60, 6 * 60, 15 * 60, 60 * 60, 4 * 60 * 60].map(
  (seconds) => seconds * 1000,
);

/** Longer than sending can take: then whoever claimed it is no more. */
const CLAIM_MS = 3 * 60_000;

/** Strangers can ask for mails: what they can fill is bounded. */
const MAX_WAITING = 10_000;

/** One person, who can bring about as many as they like, must not keep the others from being told. */
const MAX_WAITING_FOR_ONE = 20;

/** A key is known for this long. */
const MEMORY_MS = 30 * 24 * 60 * 60 * 1000;
