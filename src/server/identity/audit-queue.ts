/**
 * Hands what an administrator did on the command line to the one audit log, which the server
 * writes: the events wait in the database, put there in the transaction of the change itself, and
 * go only when they are written. Killed in between, the server writes them again: twice is better
 * than not at all.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { AdministrationEvent } from '../audit.ts';

export interface AuditQueue {
  add(event: Omit<AdministrationEvent, 'by'>): void;
  /** Gives what waits to `write`, in order, with the time it happened, then takes it out. */
  deliver(write: (event: AdministrationEvent, at: number) => void): void;
}

/** `by` is the operating system's name for whoever works on this connection. */
export function openAuditQueue(
  database: DatabaseSync,
  clock: () => number,
  by: string,
): AuditQueue {
  const insert = database.prepare('INSERT INTO auditQueue (at, event) VALUES (?, ?)');
  const waiting = database.prepare('SELECT id, at, event FROM auditQueue ORDER BY id');
  const remove = database.prepare('DELETE FROM auditQueue WHERE id <= ?');
  /** Written by this process, also when they could not be taken out. */
  let written = 0;
  return {
    add: (event) => void insert.run(clock(), JSON.stringify({ ...event, by })),
    deliver(write) {
      // Reading first: a look must not lock the database for writers.
      const rows = waiting.all();
      for (const { id, at, event } of rows) {
        if (Number(id) <= written) continue;
        // Written by `add` above.
        write(JSON.parse(String(event)), Number(at));
        written = Number(id);
      }
      if (rows.length > 0) remove.run(written);
    },
  };
}
