/**
 * Hands what an administrator did on the command line to the one audit log, which the server
 * writes: the events wait in the database until it takes them.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { AdministrationEvent } from '../audit.ts';

export interface AuditQueue {
  add(event: AdministrationEvent): void;
  /** Takes out what waits, in order, each once, with the time it happened. */
  take(): readonly QueuedEvent[];
}

export interface QueuedEvent {
  readonly at: number;
  readonly event: AdministrationEvent;
}

export function openAuditQueue(database: DatabaseSync, clock: () => number): AuditQueue {
  database.exec(
    'CREATE TABLE IF NOT EXISTS auditQueue (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, ' +
      'event TEXT NOT NULL)',
  );
  const insert = database.prepare('INSERT INTO auditQueue (at, event) VALUES (?, ?)');
  const any = database.prepare('SELECT 1 FROM auditQueue LIMIT 1');
  const take = database.prepare('DELETE FROM auditQueue RETURNING id, at, event');
  return {
    add: (event) => void insert.run(clock(), JSON.stringify(event)),
    take: () =>
      // Reading first: a look must not lock the database for writers.
      (any.get() === undefined ? [] : take.all())
        .sort((a, b) => Number(a.id) - Number(b.id))
        // Written by `add` above.
        .map(({ at, event }) => ({ at: Number(at), event: JSON.parse(String(event)) })),
  };
}
