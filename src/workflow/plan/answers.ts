/**
 * Whether what a person answered fits what was asked: the inputs of a run and the forms of its
 * tasks. Answers are text or numbers by the name of the field, and come from forms, flags and
 * JSON alike, so anything may be in their place. Browser-safe.
 */
import type { FormField, RunInput } from '../../../schemas/fields.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../../diagnostics/wording.ts';
import { parseDate } from '../dates/calendar.ts';
import { isAddress } from '../run/check-completion.ts';

/** What is asked; the choices of a `choice`. */
export type AnswerField = Pick<
  RunInput | FormField,
  'name' | 'label' | 'type' | 'required' | 'choices'
>;

/** Name of the field → its answer. */
export type Answers = Readonly<Record<string, string | number>>;

export interface AnswerProblem {
  /** Name of the field. */
  readonly field: string;
  /** What was asked; the name again where nothing of that name is. */
  readonly label: string;
  readonly code: 'missing' | 'unknown' | 'invalid';
  /** For the person who answers. */
  readonly sentence: string;
}

export interface CheckOptions {
  /** Whether a required answer may be left out for now. */
  readonly require: boolean;
}

/** As browsers check a field of type `email` (HTML, 4.10.5.1.5). */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** All that is wrong, in the order of the fields, then answers that nothing asks for. */
export function checkAnswers(
  fields: readonly AnswerField[],
  answers: unknown,
  { require }: CheckOptions,
): AnswerProblem[] {
  const given = entriesOf(answers);
  const names = fields.map(({ name }) => name);
  return [
    ...fields.flatMap((field) => problemOf(field, given.get(field.name), require)),
    ...[...given.keys()]
      .filter((name) => !names.includes(name))
      .map((name) => unknown(name, names)),
  ];
}

/** The answers that were given, trimmed and in the order of the fields; a number as a number. */
export function readAnswers(fields: readonly AnswerField[], answers: unknown): Answers {
  const given = entriesOf(answers);
  return Object.fromEntries(
    fields.flatMap(({ name, type }) => {
      const answer = given.get(name);
      if (typeof answer === 'number') return [[name, answer]];
      if (typeof answer !== 'string' || answer.trim() === '') return [];
      return [[name, type === 'number' ? Number(answer) : answer.trim()]];
    }),
  );
}

/** Only a mapping has answers; a blank one was not given. */
function entriesOf(answers: unknown): Map<string, unknown> {
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) return new Map();
  return new Map(Object.entries(answers));
}

function problemOf(field: AnswerField, answer: unknown, require: boolean): AnswerProblem[] {
  const { name, label, required } = field;
  if (isNotGiven(answer)) {
    if (!require || !required) return [];
    return [
      problem('missing', `${subject(field)} has no answer, and it needs one. ${howTo(field)}`),
    ];
  }
  if (fits(field, answer)) return [];
  return [
    problem('invalid', `${subject(field)} is ${quote(answer)}, ${whyNot(field)}. ${howTo(field)}`),
  ];

  function problem(code: AnswerProblem['code'], sentence: string): AnswerProblem {
    return { field: name, label, code, sentence };
  }
}

function isNotGiven(answer: unknown): boolean {
  return (
    answer === undefined || answer === null || (typeof answer === 'string' && answer.trim() === '')
  );
}

function fits({ type, choices = [] }: AnswerField, answer: unknown): boolean {
  if (type === 'number') {
    return typeof answer === 'string'
      ? NUMBER.test(answer.trim()) && Number.isFinite(Number(answer))
      : Number.isFinite(answer);
  }
  if (typeof answer !== 'string' || !answer.isWellFormed()) return false;
  const text = answer.trim();
  switch (type) {
    case 'url':
      return /^https?:/i.test(text) && isAddress(text);
    case 'email':
      return EMAIL.test(text);
    case 'date':
      return isDate(text);
    case 'choice':
      return choices.includes(text);
    case 'text':
    case 'person':
      return !/[\n\r\u2028\u2029]/.test(text);
    case 'long-text':
      return true;
  }
}

function isDate(text: string): boolean {
  try {
    parseDate(text);
    return true;
  } catch {
    return false;
  }
}

function subject({ name, label }: AnswerField): string {
  return `“${label.trim()}” (${quote(name)})`;
}

function whyNot({ type }: AnswerField): string {
  switch (type) {
    case 'url':
      return 'which is no web address';
    case 'email':
      return 'which is no e-mail address';
    case 'number':
      return 'which is no number';
    case 'date':
      return 'which is no date of the calendar';
    case 'choice':
      return 'which is not one of its choices';
    case 'text':
    case 'person':
      return 'which is no text of one line';
    case 'long-text':
      return 'which is no text';
  }
}

function howTo({ type, choices = [] }: AnswerField): string {
  switch (type) {
    case 'url':
      return 'Write a whole address such as `https://example.org/page`.';
    case 'email':
      return 'Write an address such as `ada@example.org`.';
    case 'number':
      return 'Write a number such as `3` or `2.5`.';
    case 'date':
      return 'Write year, month and day, such as `2026-07-22`.';
    case 'choice':
      return `Choose ${listing(choices.map(quote), 'or')}.`;
    case 'person':
      return 'Write the id of a person.';
    case 'text':
      return 'Write a line of text.';
    case 'long-text':
      return 'Write a text.';
  }
}

function unknown(name: string, names: readonly string[]): AnswerProblem {
  const choice = names.length > 0 ? `Choose from ${listing(names.map(quote))}.` : 'Nothing is.';
  return {
    field: name,
    label: name,
    code: 'unknown',
    sentence: `${quote(name)} is not asked for. ${choice}${didYouMean(nearest(name, names))}`,
  };
}
