/** Dates, offsets and counts as readers say them. Used by pages and in the browser alike. */

/** `2026-07-22` → `22 July 2026`, in the portal's language. */
export function formatDate(date: string, language: string, weekday?: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
    ...(weekday && { weekday }),
  }).format(new Date(`${date}T00:00:00Z`));
}

interface Offset {
  readonly offsetDays?: number | undefined;
  readonly offsetWorkdays?: number | undefined;
}

/** `{offsetDays: -21}` → `21 days before`. */
export function describeOffset({ offsetDays, offsetWorkdays }: Offset): string {
  const offset = offsetDays ?? offsetWorkdays ?? 0;
  if (offset === 0) return 'On the day';
  const unit = offsetDays === undefined ? 'workday' : 'day';
  const amount = `${Math.abs(offset)} ${unit}${Math.abs(offset) === 1 ? '' : 's'}`;
  return `${amount} ${offset < 0 ? 'before' : 'after'}`;
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
