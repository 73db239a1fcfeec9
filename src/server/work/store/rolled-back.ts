/** A transaction that is undone and has an answer all the same, or is made again when it had to wait. */
import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from '../../database/database-failure.ts';

/** What a transaction was undone for, as an answer. */
export class RolledBack<T> extends Error {
  readonly answer: T;

  constructor(answer: T) {
    super('rolled back');
    this.answer = answer;
  }
}

/** Runs one transaction, again for a while when another connection held what it needs. */
export async function orRolledBack<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      // Thrown by the same function with an answer of its type.
      if (error instanceof RolledBack) return error.answer as T;
      if (!isBusy(error) || attempt === MAX_ATTEMPTS) throw error;
    }
    await pause(PAUSE_MS);
  }
}

/** Commands beside the server hold the lock for milliseconds. */
const MAX_ATTEMPTS = 20;
const PAUSE_MS = 50;
