/**
 * Turns what a schema says about a value into problems of ours: an unknown key, a missing
 * key or a wrong value, each with the address of the offending thing.
 */
import type { z } from 'zod';
import type { DocumentProblem } from './problem.ts';

type Path = readonly (string | number)[];

/** Parses `data` and answers either its output or every problem with it, below `base`. */
export function checkAgainst<T>(
  schema: z.ZodType<T>,
  data: unknown,
  base: Path = [],
): { value: T; problems: [] } | { value: undefined; problems: DocumentProblem[] } {
  const result = schema.safeParse(data, { error: expectation });
  if (result.success) return { value: result.data, problems: [] };
  const problems = result.error.issues.flatMap((issue) => toProblems(issue, data, base, schema));
  return { value: undefined, problems };
}

const KINDS = new Map([
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['string', 'a text'],
  ['boolean', '`true` or `false`'],
  ['int', 'a whole number'],
]);

/** The noun phrase for an issue whose schema names none of its own. */
function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  return issue.code === 'invalid_type' ? KINDS.get(issue.expected) : undefined;
}

function toProblems(
  issue: z.core.$ZodIssue,
  data: unknown,
  base: Path,
  schema: z.core.$ZodType,
): DocumentProblem[] {
  const path = [
    ...base,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'frontmatter/unknown-key',
      at: { in: 'frontmatter', path: [...path, key], part: 'key' },
      key,
      known: keysAt(schema, issue.path),
    }));
  }
  if (issue.code === 'invalid_union') {
    // The option of the right kind says what is wrong inside it; the union only that it is.
    const inside = issue.errors.find((errors) => errors.every((error) => error.path.length > 0));
    if (inside) {
      return inside.flatMap((error) =>
        toProblems({ ...error, path: [...issue.path, ...error.path] }, data, base, schema),
      );
    }
  }
  const key = path.filter((step) => typeof step === 'string').at(-1) ?? '';
  const found = valueAt(data, issue.path);
  const expected =
    issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  if (found === undefined && issue.code !== 'invalid_key') {
    return [
      {
        code: 'frontmatter/missing-key',
        at: { in: 'frontmatter', path: path.slice(0, -1), part: 'key' },
        key,
        expected,
      },
    ];
  }
  const candidates = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  return [
    {
      code: 'frontmatter/wrong-value',
      at: {
        in: 'frontmatter',
        path,
        ...(issue.code === 'invalid_key' && { part: 'key' as const }),
      },
      key,
      expected,
      found: issue.code === 'invalid_key' ? issue.path.at(-1) : found,
      candidates,
    },
  ];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** The keys a schema allows at `path`; every option's keys where there are several. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const [step, ...rest] = path;
  switch (def.type) {
    case 'optional':
    case 'default':
      return keysAt(def.innerType, path);
    case 'pipe':
      return keysAt(def.in, path);
    case 'union':
      return def.options.flatMap((option) => keysAt(option, path));
    case 'array':
      return step === undefined ? [] : keysAt(def.element, rest);
    case 'object': {
      if (step === undefined) return Object.keys(def.shape);
      const child = def.shape[String(step)];
      return child ? keysAt(child, rest) : [];
    }
    default:
      return [];
  }
}
