/**
 * When something happens to runs, by whatever program: the last sequence is asked for again and
 * again, once for all who wait, and not at all while nobody does.
 */
import type { Store } from '../../../workspace/store.ts';

export interface Changes {
  /** Resolves once there is an event after `sequence`, after `timeoutMs`, or with `signal`. */
  wait(
    sequence: number,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<void>;
}

export function openChanges({ lastSequence }: Pick<Store, 'lastSequence'>): Changes {
  const waiting = new Set<Waiter>();
  let timer: NodeJS.Timeout | undefined;

  function look() {
    if (timer !== undefined) return;
    timer = setTimeout(async () => {
      // What waits is woken when the database cannot be asked: it asks by itself, and is told why.
      const latest = await lastSequence().catch(() => Number.POSITIVE_INFINITY);
      timer = undefined;
      for (const waiter of waiting) if (latest > waiter.sequence) waiter.wake();
      if (waiting.size > 0) look();
    }, LOOK_MS).unref();
  }

  return {
    wait(sequence, { timeoutMs, signal }) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          waiting.delete(waiter);
          clearTimeout(timeout);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const waiter = { sequence, wake };
        const timeout = setTimeout(wake, timeoutMs).unref();
        signal.addEventListener('abort', wake);
        waiting.add(waiter);
        look();
      });
    },
  };
}

interface Waiter {
  readonly sequence: number;
  readonly wake: () => void;
}

const LOOK_MS = 400;
