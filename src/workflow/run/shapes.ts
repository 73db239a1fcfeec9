/**
 * What the keys of an event have to be. Events often are JSON that somebody else wrote: what has
 * no meaning here must not be stored, and nothing may break on it. Browser-safe.
 */
import { Temporal } from 'temporal-polyfill';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../../diagnostics/wording.ts';
import { isBlank } from './check-completion.ts';
import { type Refusal, refuse } from './refusal.ts';
import { ACTOR_KINDS } from './run-event.ts';

export interface Check {
  /** Noun phrase that completes "has to be …". */
  readonly expected: string;
  accepts(value: unknown): boolean;
  readonly isOptional?: true;
}

export type Shape = Readonly<Record<string, Check>>;

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Without leap seconds, which `Date` cannot read. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const text: Check = { expected: 'a text', accepts: (value) => typeof value === 'string' };
export const words: Check = {
  expected: 'a text that is not blank',
  accepts: (value) => !isBlank(value),
};
export const date: Check = { expected: 'a date such as `2026-07-22`', accepts: isDate };
export const moment: Check = {
  expected: 'a date and time with offset such as `2026-07-22T09:00:00+02:00`',
  accepts: isInstant,
};
/** When something happened: a calendar date or an instant (ISO 8601, RFC 3339). */
export const occasion: Check = {
  expected: 'a date, or a date and time with offset such as `2026-07-22T09:00:00+02:00`',
  accepts: (value) => isDate(value) || isInstant(value),
};
export const flag: Check = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};
export const json: Check = { expected: 'JSON', accepts: isJson };

export function optional(check: Check): Check {
  return { ...check, isOptional: true };
}

export function orNull(check: Check): Check {
  return {
    expected: `${check.expected}, or null`,
    accepts: (value) => value === null || check.accepts(value),
  };
}

export function either(...checks: readonly Check[]): Check {
  return {
    expected: listing(
      checks.map(({ expected }) => expected),
      'or',
    ),
    accepts: (value) => checks.some((check) => check.accepts(value)),
  };
}

export function oneOf(...choices: readonly string[]): Check {
  return {
    expected: listing(choices.map(quote), 'or'),
    accepts: (value) => typeof value === 'string' && choices.includes(value),
  };
}

export function listOf(check: Check, noun: string): Check {
  return {
    expected: `a list of ${noun}`,
    accepts: (value) => Array.isArray(value) && value.every((each) => check.accepts(each)),
  };
}

/** Any keys, one kind of value. */
export function mappingOf(check: Check, expected: string): Check {
  return {
    expected,
    accepts: (value) =>
      isMapping(value) && Object.values(value).every((each) => check.accepts(each)),
  };
}

/** These keys; others only where `rest` accepts their values. */
export function mapping(shape: Shape, expected: string, rest?: Check): Check {
  const checks = new Map(Object.entries(shape));
  return {
    expected,
    accepts: (value) =>
      isMapping(value) &&
      [...checks].every(([key, check]) => isPresent(value, key) || check.isOptional === true) &&
      Object.entries(value).every(([key, each]) => (checks.get(key) ?? rest)?.accepts(each)),
  };
}

export const wholeNumber: Check = {
  expected: 'a whole number',
  accepts: (value) => Number.isSafeInteger(value),
};
export const timeOfDay: Check = {
  expected: 'a time such as `09:30`',
  accepts: (value) => typeof value === 'string' && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value),
};
export const timeZone: Check = {
  expected: 'an IANA time zone such as `Europe/Berlin`',
  accepts: (value) =>
    typeof value === 'string' &&
    isReadable(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(value)),
};
export const duration: Check = {
  expected: 'an ISO 8601 duration such as `PT30M`, at most 100 years',
  accepts: (value) =>
    typeof value === 'string' && isReadable(() => yearsOf(value)) && yearsOf(value) <= 100,
};
export const texts = listOf(text, 'texts');
export const actor = mapping(
  {
    kind: oneOf(...ACTOR_KINDS),
    id: words,
    name: optional(text),
    onBehalfOf: optional(words),
  },
  `an actor such as \`{"kind":"person","id":"ada"}\`; its kind is ${listing(ACTOR_KINDS.map(quote), 'or')}`,
);

export interface Subject {
  /** As a sentence calls it, such as `wait`. */
  readonly noun: string;
  /** Before the names of its keys, such as `task.`. */
  readonly prefix?: string;
  /** What other keys may hold; without it there are none. */
  readonly rest?: Check;
}

/** The first key that is not what it has to be. */
export function refuseShape(
  value: Readonly<Record<string, unknown>>,
  shape: Shape,
  { noun, prefix = '', rest }: Subject,
): Refusal | undefined {
  const checks = new Map(Object.entries(shape));
  const unknown = Object.keys(value)
    .filter((key) => isPresent(value, key) && !checks.has(key))
    .find((key) => !rest?.accepts(value[key]));
  if (unknown !== undefined) {
    const hint = didYouMean(nearest(unknown, checks.keys()));
    const says = `${quote(unknown)} is nothing that ${noun} says.${hint}`;
    return refuse('unknown-field', says, { field: prefix + unknown });
  }
  for (const [key, check] of checks) {
    const given = isPresent(value, key) ? value[key] : undefined;
    if (given === undefined ? check.isOptional : check.accepts(given)) continue;
    const says = `${quote(key)} of ${noun} is ${quote(given)}, but has to be ${check.expected}.`;
    return refuse('invalid', says, { field: prefix + key });
  }
  return undefined;
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The calendar day of a moment, in the zone it is written in. */
export function dayOf(occasionText: string): string {
  return occasionText.slice(0, 10);
}

function isPresent(value: Readonly<Record<string, unknown>>, key: string): boolean {
  return Object.hasOwn(value, key) && value[key] !== undefined;
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !DATE.test(value)) return false;
  return isReadable(() => Temporal.PlainDate.from(value));
}

function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !MOMENT.test(value)) return false;
  return isReadable(() => Temporal.Instant.from(value));
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

function yearsOf(text: string): number {
  const from = Temporal.PlainDateTime.from('2000-01-01');
  return Math.abs(from.until(from.add(text), { largestUnit: 'days' }).days) / 365.25;
}

function isJson(value: unknown): value is Json {
  if (value === null || ['boolean', 'string'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isMapping(value) && Object.values(value).every(isJson);
}

const MAX_DEPTH = 100;

/** Whether something is nested deeper than anything an event says. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === MAX_DEPTH || Object.values(value).some((each) => isTooDeep(each, depth + 1));
}
