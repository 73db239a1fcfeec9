/** A schedule as people say it: `0 9 * * 1` is “At 09:00, only on Monday”. Never loaded by browsers. */
import cronstrue from 'cronstrue';
import { scheduleProblem } from './cron.ts';

/** What `cron.ts` cannot read stays as it is written. */
export function scheduleInWords(schedule: string): string {
  if (scheduleProblem(schedule)) return schedule;
  // Two day fields are alternatives unless one of them begins with `*` (crontab(5) of Vixie cron).
  const [, , day = '', , weekday = ''] = schedule.trim().split(/\s+/);
  const areBothMet = day.startsWith('*') || weekday.startsWith('*');
  return cronstrue.toString(schedule, {
    use24HourTimeFormat: true,
    logicalAndDayFields: areBothMet,
  });
}
