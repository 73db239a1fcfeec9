/**
 * Looks at the schedules every minute while the server runs. Every instance does, since a run is
 * made once whoever comes first. One look at a time; one that fails is told and tried again.
 */
import { setImmediate } from 'node:timers/promises';
import type { ScheduleNote } from '../../workspace/store.ts';
import { type Ticked, tick } from '../../workspace/tick.ts';
import type { Audit } from '../audit.ts';
import type { DatabaseHealth } from '../database/database-health.ts';
import { momentOf, type WorkServices } from './work-services.ts';

export interface Ticker {
  /** Ends after the run that is being made; what is left is made by whoever looks next. */
  stop(): Promise<void>;
}

export interface TickerOptions {
  readonly audit?: Audit;
  /** Told of a database that cannot be used, which tells everybody else. */
  readonly health?: Pick<DatabaseHealth, 'failed'>;
  /** Shorter in tests alone. */
  readonly everyMs?: number;
}

export function startTicker(
  services: WorkServices,
  { audit = () => {}, health, everyMs = MINUTE_MS }: TickerOptions = {},
): Ticker {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = look();

  async function look(): Promise<void> {
    try {
      const pause = async () => {
        await setImmediate();
        if (isStopped) throw new Stopped();
      };
      const { news } = await lookAtSchedules(services, pause);
      for (const note of news) audit(tellNote(note));
    } catch (error) {
      if (!(error instanceof Stopped) && health?.failed(error) !== true) {
        audit({ event: 'internal-error', detail: String((error as Error).stack ?? error) });
      }
    }
    if (isStopped) return;
    // Instances that were started together do not go on looking together.
    const delay = everyMs * (1 + (Math.random() - 0.5) * JITTER);
    timer = setTimeout(() => {
      looking = look();
    }, delay).unref();
  }

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** One look. @param pause between two runs, so that requests have their turn */
export async function lookAtSchedules(
  { store, publication, clock, newId }: WorkServices,
  pause: () => Promise<void> = setImmediate,
): Promise<Ticked> {
  return tick(store, await publication(), { at: momentOf(clock), newId, pause });
}

function tellNote({ type: workflow, what, ...note }: ScheduleNote): Parameters<Audit>[0] {
  if (what.kind === 'gap') {
    const detail = `Nothing was read from ${what.after} to ${what.until}, and nothing is made for it.`;
    return { event: 'schedule-gap', workflow, detail };
  }
  const place = [...Object.values(note.for ?? {}), what.anchor ?? ''].filter((each) => each !== '');
  const detail = [place.join(', '), what.reason].filter((each) => each !== '').join(': ');
  return { event: 'schedule-failed', workflow, detail };
}

class Stopped extends Error {}

const MINUTE_MS = 60_000;
/** Share of the interval by which two looks may differ. */
const JITTER = 0.2;
