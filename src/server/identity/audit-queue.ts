/**
 * Hands what an administrator did, mostly on the command line, and which mails found no room, to the
 * one audit log, which a server writes: the events wait in the database, put there in the
 * transaction of the change itself, and go only when they are written. Killed in between, the server
 * writes them again: twice is better than not at all. Of several servers on one database, one writes
 * each.
 */
import type { AdministrationEvent, MailEvent } from '../audit.ts';
import type { Database, DatabaseTransaction } from '../database/connection.ts';

export interface AuditQueue {
  add(trx: DatabaseTransaction, event: QueuedEvent): Promise<void>;
  addMail(trx: DatabaseTransaction, event: MailEvent): Promise<void>;
  /** Gives what waits to `write`, in order, with the time it happened, then takes it out. */
  deliver(write: (event: AdministrationEvent | MailEvent, at: number) => void): Promise<void>;
}

/** `by` is whoever works on the connection, unless it says otherwise. */
export type QueuedEvent = Omit<AdministrationEvent, 'by'> &
  Partial<Pick<AdministrationEvent, 'by'>>;

/** `by` is the operating system's name for whoever works on this connection. */
export function openAuditQueue(db: Database, clock: () => number, by: string): AuditQueue {
  /** Written by this process, although they could not be taken out. */
  const written = new Set<number>();

  async function put(
    trx: DatabaseTransaction,
    event: AdministrationEvent | MailEvent,
  ): Promise<void> {
    const row = { at: clock(), event: JSON.stringify(event) };
    await trx.insertInto('auditQueue').values(row).execute();
  }

  return {
    add: (trx, event) => put(trx, { by, ...event }),
    addMail: put,

    async deliver(write) {
      // Reading first: a look must not lock the database for writers.
      const first = await db.selectFrom('auditQueue').select('id').limit(1).executeTakeFirst();
      if (first === undefined) return;
      await db.transaction().execute(async (trx) => {
        const taken = await trx.deleteFrom('auditQueue').returningAll().execute();
        for (const { id, at, event } of taken.sort((a, b) => a.id - b.id)) {
          // Written by `add` above.
          if (!written.has(id)) write(JSON.parse(event), at);
          written.add(id);
        }
      });
      written.clear();
    },
  };
}
