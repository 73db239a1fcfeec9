/** Reads what a program sent, or says where it is not what it has to be. */
import type { HonoRequest } from 'hono';
import type { z } from 'zod';
import { checkAgainst, namePath, wordIssue } from '../../../diagnostics/schema-issues.ts';
import { demandBounded } from '../../../workspace/bounded.ts';
import { Problem } from '../../../workspace/problem.ts';
import { HttpProblem } from './problem-details.ts';

/**
 * @throws HttpProblem for what is no JSON by its type, Problem `invalid` for what is none by its bytes or is
 * beyond the bounds of a request.
 */
export async function readJson(request: HonoRequest): Promise<unknown> {
  const [type = ''] = (request.header('Content-Type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') {
    const sentence = 'Send JSON, and say so: `Content-Type: application/json`.';
    throw new HttpProblem('unsupported-media-type', sentence, { Accept: 'application/json' });
  }
  const bytes = await request.arrayBuffer();
  const value = parse(bytes);
  demandBounded(value);
  return value;
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem('invalid', 'The body is not JSON. Send a JSON object in UTF-8.');
  }
}

/** @throws Problem `invalid` at the first thing that is wrong. */
export function checkRequest<T>(schema: z.ZodType<T>, given: unknown): T {
  const checked = checkAgainst(schema, given);
  if (checked.success) return checked.value;
  const [issue] = checked.issues;
  const field = issue === undefined ? '' : namePath(issue.path);
  const name = field === '' ? 'The request' : `\`${field}\``;
  const sentence =
    issue === undefined ? 'The request cannot be read.' : wordIssue(issue, name).message;
  throw new Problem('invalid', sentence, { ...(field !== '' && { field }) });
}

/** @throws Problem `invalid` for a parameter that is unknown, given twice, or wrong. */
export function readQuery<T>(request: HonoRequest, schema: z.ZodType<T>): T {
  const given = request.queries();
  const twice = Object.entries(given).find(([, values]) => values.length > 1)?.[0];
  if (twice !== undefined) {
    throw new Problem('invalid', `\`${twice}\` is given twice. Give it once.`, { field: twice });
  }
  const single = Object.fromEntries(Object.entries(given).map(([name, [value]]) => [name, value]));
  demandBounded(single);
  return checkRequest(schema, single);
}

/** What a command is known by; undefined when it has no key of its own. */
export function readCommandId(request: HonoRequest): string | undefined {
  const key = request.header(IDEMPOTENCY_KEY);
  if (key === undefined || /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  const sentence = `\`${IDEMPOTENCY_KEY}\` has to be 1 to 128 visible characters without blanks.`;
  throw new Problem('invalid', sentence, { field: IDEMPOTENCY_KEY });
}

/** The version that the asker has seen; undefined when they did not say. */
export function readExpectedVersion(request: HonoRequest): number | undefined {
  const header = request.header('If-Match');
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^"v(\d{1,9})"$/.exec(header.trim())?.[1];
  if (version !== undefined) return Number(version);
  const sentence = '`If-Match` has to be the `ETag` of the run, such as `"v3"`.';
  throw new Problem('invalid', sentence, { field: 'If-Match' });
}

export const IDEMPOTENCY_KEY = 'Idempotency-Key';
