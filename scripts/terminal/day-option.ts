/** The day a run is made for: `--today`, else `SOURCE_DATE_EPOCH`, else the UTC date. */
import { InvalidArgumentError, Option } from 'commander';
import { isCalendarDate } from '../../schemas/calendar-day.ts';
import type { Terminal } from './terminal.ts';

export function dateArgument(value: string): string {
  if (!isCalendarDate(value)) {
    throw new InvalidArgumentError('Write a date that exists, such as 2026-07-22.');
  }
  return value;
}

export function todayOption({ env }: Pick<Terminal, 'env'>): Option {
  return new Option('--today <date>', 'the day it is made for')
    .argParser(dateArgument)
    .default(currentDay(env), 'SOURCE_DATE_EPOCH or today, UTC');
}

/** `YYYY-MM-DD`. */
export function currentDay(env: Terminal['env']): string {
  const epoch = env.SOURCE_DATE_EPOCH;
  const moment = epoch !== undefined && /^\d+$/.test(epoch) ? Number(epoch) * 1000 : Date.now();
  return new Date(moment).toISOString().slice(0, 10);
}
