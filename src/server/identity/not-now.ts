/** What is told to people whose attempt was not looked at: they may try again, later. */
import type { DatabaseHealth } from '../database/database-health.ts';

/** `busy`: too many others want the same at this moment. `unavailable`: nothing can be written. */
export interface NotNow {
  readonly outcome: 'throttled' | 'busy' | 'unavailable';
  readonly waitSeconds: number;
}

export function throttled(waitMs: number): NotNow {
  return { outcome: 'throttled', waitSeconds: Math.ceil(waitMs / 1000) };
}

/** Runs `work` as far as the database takes it. */
export async function asFarAsWritable<T>(
  health: DatabaseHealth,
  work: () => Promise<T>,
): Promise<T | NotNow> {
  try {
    return await work();
  } catch (error) {
    if (!health.failed(error)) throw error;
    return { outcome: 'unavailable', waitSeconds: UNAVAILABLE_SECONDS };
  }
}

const UNAVAILABLE_SECONDS = 30;
