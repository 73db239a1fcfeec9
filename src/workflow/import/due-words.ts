/** When a task is due, as people write it beside an anchor: `T-14`, `D+2`, `2 days before`. */

export type Due = { readonly offsetDays: number } | { readonly offsetWorkdays: number };

const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];
const ON_THE_DAY =
  /^(?:t|d|day 0|anchor(?: day| date)?|on the day|(?:the )?same day|day of(?: the)? .+|the day)$/;
const SIGNED = /^(?:t|d|day)? ?([+-]?) ?(\d{1,4})(?: ?(?:d|days?))?$/;
const WORDS =
  /^(\w+) (working ?|work ?|business )?(day|week)s? (before|earlier|prior|ahead|after|later)\b/;

/** Undefined when it cannot be told. */
export function readDue(written: string): Due | undefined {
  const text = written
    .toLowerCase()
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .replace(/[.:]$/, '')
    .trim();
  if (ON_THE_DAY.test(text)) return { offsetDays: 0 };
  if (/^(?:the )?day before\b/.test(text)) return { offsetDays: -1 };
  if (/^(?:(?:the )?day after|(?:the )?next day)\b/.test(text)) return { offsetDays: 1 };
  const signed = SIGNED.exec(text);
  // “14 days” alone does not say on which side.
  if (signed && (signed[1] !== '' || !/ ?days?$|\dd$/.test(text))) {
    return { offsetDays: Number(`${signed[1]}${signed[2]}`) + 0 };
  }
  const [, number = '', workdays, unit, side = ''] = WORDS.exec(text) ?? [];
  const amount = /^an?$/.test(number)
    ? 1
    : /^\d{1,4}$/.test(number)
      ? Number(number)
      : NUMBERS.indexOf(number);
  if (unit === undefined || amount < 0) return undefined;
  const sign = /^(?:after|later)$/.test(side) ? 1 : -1;
  if (workdays === undefined) return { offsetDays: sign * amount * (unit === 'week' ? 7 : 1) + 0 };
  return unit === 'day' ? { offsetWorkdays: sign * amount + 0 } : undefined;
}
