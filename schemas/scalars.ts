/**
 * The scalar vocabulary of every schema: ids, slugs, dates, durations. An error message
 * here is a noun phrase that completes "Expected …", so one sentence builder can word
 * every finding about a value.
 */
import { z } from 'zod';
import { DATE, isCalendarDate } from './calendar-day.ts';
import { DOC_TYPES } from './doc-types.ts';

/** Blanks alone are no text anywhere. */
export const text = z
  .string({ error: 'a text' })
  .regex(/\S/, 'a text that is not empty')
  .refine((value) => value.isWellFormed(), { error: 'a text of whole Unicode characters' });

/** Stable identity of a document. The endings would collide with the portal's file names. */
export const documentId = z
  .string({ error: 'an id such as `sop.media.publish-video`' })
  .regex(
    /^[a-z0-9][a-z0-9._-]*$/,
    'an id of lower-case letters, digits, `.`, `_` and `-`, such as `sop.media.publish-video`',
  )
  .refine((id) => !/\.(?:md|json|html|txt)$/.test(id), {
    error: 'an id that does not end in `.md`, `.json`, `.html` or `.txt`',
  })
  .refine((id) => id.length <= 200, { error: 'an id of at most 200 characters' });

export const slug = z
  .string({ error: 'a slug such as `google-drive`' })
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'a slug of lower-case letters, digits and single hyphens, such as `google-drive`',
  )
  .refine((value) => value.length <= 60, { error: 'a slug of at most 60 characters' });

export const reference = z
  .string({ error: 'a reference: an id, an alias, `[[id]]`, `doc:id` or a path' })
  .regex(/\S/, 'a reference: an id, an alias, `[[id]]`, `doc:id` or a path');

/** Name of a tool as people write it, such as `random.org`; a comma would divide it in lists. */
export const systemName = text
  .regex(
    /^[^,\p{Cc}\p{Zl}\p{Zp}]*$/u,
    'a name on one line without commas, such as `google-drive` or `random.org`',
  )
  .refine((name) => name.length <= 100, { error: 'a name of at most 100 characters' });

const LONG_ALIAS = 'an id of at most 200 characters, or a path';
const ALIAS = 'a former id, or a former path such as `media/sop/publish-video.md`';

/** What an id or a path can look like, and nothing a reference would read as something else. */
export const alias = z
  .string({ error: ALIAS })
  .refine(isIdOrPath, { error: ALIAS })
  .refine(hasPageName, { error: LONG_ALIAS });

function isIdOrPath(value: string): boolean {
  if (/^[\w.-]*[a-z0-9][\w.-]*$/i.test(value)) return true;
  const isOther = /^\s|\s$|^[a-z][a-z\d+.-]*:|^\/\/|[[\]#|?\\\p{Cc}]/iu.test(value);
  return /.\/.|\.mdx?$/i.test(value) && !isOther && !value.split('/').includes('..');
}

/** The alias of a legacy document, which may be anything that some other tool takes. */
export const legacyAlias = reference.refine(hasPageName, { error: LONG_ALIAS });

/** A former id has a page, whose name no file system would take if it were longer. */
function hasPageName(value: string): boolean {
  return value.length <= 200 || value.includes('/');
}

export const docType = z.enum(DOC_TYPES, {
  error: `one of ${DOC_TYPES.map((type) => `\`${type}\``).join(', ')}`,
});

export const calendarDate = z
  .string({ error: 'a date such as `2026-07-22`' })
  .regex(DATE, 'a date such as `2026-07-22`')
  .refine(isCalendarDate, { error: 'a date that exists, such as `2026-07-22`' });

const DURATION =
  /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;

/** Days of each part before and after `T`; a year has no more. */
const DATE_DAYS = new Map([
  ['Y', 366],
  ['M', 366 / 12],
  ['W', 7],
  ['D', 1],
]);
const TIME_DAYS = new Map([
  ['H', 1 / 24],
  ['M', 1 / 1440],
  ['S', 1 / 86_400],
]);
const MAX_DURATION_DAYS = 100 * 366;

/**
 * ISO 8601 duration without fractions, e.g. `P6M`, `PT3H30M`: at most 100 years in all, so that
 * every calendar can add it to a date.
 */
export const duration = z
  .string({ error: 'an ISO 8601 duration such as `P6M`' })
  .regex(DURATION, 'an ISO 8601 duration such as `P6M`')
  .refine((value) => daysOf(value) <= MAX_DURATION_DAYS, {
    error: 'a duration of at most 100 years, such as `P6M`',
  });

function daysOf(value: string): number {
  const sum = (parts: string, days: ReadonlyMap<string, number>) =>
    [...parts.matchAll(/(\d+)([YMWDHS])/g)].reduce(
      (all, [, count, unit = '']) => all + Number(count) * (days.get(unit) ?? 0),
      0,
    );
  const [date = '', time = ''] = value.split('T');
  return sum(date, DATE_DAYS) + sum(time, TIME_DAYS);
}

export const timeOfDay = z
  .string({ error: 'a time such as `"17:00"`, in quotes' })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time from `00:00` to `23:59`, such as `"17:00"`');

export const timeZone = z
  .string({ error: 'an IANA time zone such as `Europe/Berlin`' })
  .refine(isTimeZone, { error: 'an IANA time zone such as `Europe/Berlin`' });

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return !/^[+-]/.test(value);
  } catch {
    return false;
  }
}

const A_LANGUAGE = 'a BCP 47 language such as `en` or `de-CH`';

export const language = z.string({ error: A_LANGUAGE }).refine(isLanguage, { error: A_LANGUAGE });

function isLanguage(value: string): boolean {
  try {
    // Longer first parts are registered words of nobody, such as `german`.
    return /^[a-z]{2,3}(?![a-z])/i.test(new Intl.Locale(value).baseName);
  } catch {
    return false;
  }
}

export const httpUrl = z
  .string({ error: 'an address that begins with `https://`' })
  .refine(isHttpUrl, { error: 'a whole address such as `https://example.org/page`' });

/** Whether it is a whole address of the web. */
export function isHttpUrl(value: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value);
}

const FOOTER_URL =
  'a whole address such as `https://example.org/imprint` or `mailto:ops@example.org`';

/** An address that leads out of the portal. */
export const footerUrl = z
  .string({ error: FOOTER_URL })
  .refine((value) => isHttpUrl(value) || /^mailto:[^\s@]+@[^\s@]+$/i.test(value), {
    error: FOOTER_URL,
  });

/** An address of the web, or the name or path of a document or file. */
export const linkTarget = text.refine((value) => isHttpUrl(value) || !looksLikeAddress(value), {
  error: 'a whole address such as `https://example.org/page`, or a document or path',
});

/** Begins as addresses do, rightly or not; `doc:` begins a reference. */
function looksLikeAddress(value: string): boolean {
  const start = value.trim();
  return /^(?:[a-z][a-z\d+.-]*:|https?[:/]|\/\/|www\.)/i.test(start) && !/^doc:\S/i.test(start);
}

export const wholeNumber = z.int({ error: 'a whole number' });
export const wholeNumberFromZero = wholeNumber.min(0, 'a whole number of 0 or more');
export const yesNo = z.boolean({ error: '`true` or `false`' });
