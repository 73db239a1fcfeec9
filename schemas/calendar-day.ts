/** Days of the calendar as they are written, for what checks one without loading a schema. */
export const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `value` is a calendar date that exists, as `YYYY-MM-DD` (ISO 8601, proleptic Gregorian). */
export function isCalendarDate(value: string): boolean {
  const match = DATE.exec(value);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const lengths = [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28];
  lengths.push(31, 30, 31, 30, 31, 31, 30, 31, 30, 31);
  return month >= 1 && month <= 12 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}
