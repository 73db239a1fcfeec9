/**
 * What is not as a schema expects, as data and in words: an unknown key, a missing key or a wrong
 * value, each with its path. Frontmatter and the JSON files of a project say it alike.
 */
import type { z } from 'zod';
import { nearest } from './suggest.ts';
import { didYouMean, listing, quote } from './wording.ts';

/** Keys and list positions from the top of the value. */
type Path = readonly (string | number)[];

/** Expectations are noun phrases, such as `a list`. */
export type SchemaIssue =
  | { readonly kind: 'unknown-key'; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: 'missing-key'; readonly key: string; readonly expected: string }
  | {
      readonly kind: 'wrong-value';
      readonly key: string;
      readonly expected: string;
      readonly found: unknown;
      /** The values there are, where they can be told. */
      readonly candidates: readonly string[];
    };

export interface Place {
  readonly path: Path;
  /** The key itself rather than its value. */
  readonly part?: 'key';
}

export type PlacedIssue = SchemaIssue & Place;

/** Parses `data` and returns either its output or every issue with it. */
export function checkAgainst<T>(
  schema: z.ZodType<T>,
  data: unknown,
): { success: true; value: T; issues: [] } | { success: false; issues: PlacedIssue[] } {
  const result = schema.safeParse(data, { error: expectation });
  if (result.success) return { success: true, value: result.data, issues: [] };
  const issues = result.error.issues.flatMap((issue) => toIssues(issue, data, schema));
  return { success: false, issues };
}

/** The issue as a sentence, and the nearest right word. @param name what the sentence calls the place. */
export function wordIssue(
  issue: SchemaIssue,
  name = `\`${issue.key}\``,
): { readonly message: string; readonly suggestion?: string | undefined } {
  switch (issue.kind) {
    case 'unknown-key': {
      const suggestion = nearest(issue.key, issue.known);
      return {
        message: `${name} is not a key that may stand here — remove or rename it.${didYouMean(suggestion)}`,
        suggestion,
      };
    }
    case 'missing-key':
      return { message: `${name} is missing — add it, as ${issue.expected}.` };
    case 'wrong-value': {
      const { expected, found, candidates } = issue;
      const suggestion = typeof found === 'string' ? nearest(found, candidates) : undefined;
      return {
        message: `${name} is ${quote(found)} — write ${expected}.${didYouMean(suggestion)}`,
        suggestion,
      };
    }
  }
}

/** `findings[0].code`, `documents["doc.a"].steps`. */
export function namePath(path: Path): string {
  const steps = path.map((step, index) => {
    if (typeof step === 'number') return `[${step}]`;
    if (!/^[\w$]+$/.test(step)) return `[${JSON.stringify(step)}]`;
    return index === 0 ? step : `.${step}`;
  });
  return steps.join('');
}

const KINDS = new Map([
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['string', 'a text'],
  ['boolean', '`true` or `false`'],
  ['number', 'a number'],
  ['int', 'a whole number'],
]);

/** More values than a sentence can list. */
const MAX_LISTED = 10;

/** The noun phrase for an issue whose schema names none of its own. */
function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS.get(issue.expected) ?? OTHERWISE;
    case 'invalid_value': {
      const values = issue.values.map((value) => quote(value));
      return values.length > MAX_LISTED ? 'one of the values there are' : listing(values, 'or');
    }
    case 'too_small':
      return issue.origin === 'array' ? `a list of at least ${issue.minimum}` : OTHERWISE;
    default:
      return OTHERWISE;
  }
}

const OTHERWISE = 'another value';

function toIssues(issue: z.core.$ZodIssue, data: unknown, schema: z.core.$ZodType): PlacedIssue[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      kind: 'unknown-key',
      path: [...path, key],
      part: 'key',
      key,
      known,
    }));
  }
  if (issue.code === 'invalid_union') {
    // The option of the right kind says what is wrong inside it; the union only that it is.
    const inside = issue.errors.find((errors) => errors.every((error) => error.path.length > 0));
    if (inside) {
      return inside.flatMap((error) =>
        toIssues({ ...error, path: [...issue.path, ...error.path] }, data, schema),
      );
    }
  }
  const key = path.filter((step) => typeof step === 'string').at(-1) ?? '';
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    const found = issue.path.at(-1);
    return [{ kind: 'wrong-value', path, part: 'key', key, expected, found, candidates: [] }];
  }
  const expected = issue.message;
  const found = valueAt(data, issue.path);
  if (found === undefined) return [{ kind: 'missing-key', path, part: 'key', key, expected }];
  const candidates = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  return [{ kind: 'wrong-value', path, key, expected, found, candidates }];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** The keys a schema allows at `path`, as far as it names them; every option's where there are several. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const [step, ...rest] = path;
  switch (def.type) {
    case 'optional':
    case 'default':
      return keysAt(def.innerType, path);
    case 'pipe':
      // What only prepares a value for the schema behind it has no keys.
      return keysAt(def.in._zod.def.type === 'transform' ? def.out : def.in, path);
    case 'union':
      return def.options.flatMap((option) => keysAt(option, path));
    case 'array':
      return step === undefined ? [] : keysAt(def.element, rest);
    case 'object': {
      if (step === undefined) return Object.keys(def.shape);
      const child = def.shape[String(step)];
      return child ? keysAt(child, rest) : [];
    }
    case 'record':
      if (step !== undefined) return keysAt(def.valueType, rest);
      return [...(def.keyType._zod.values ?? [])].map(String);
    default:
      return [];
  }
}
