/**
 * The JSON files of a project: the one way they are read and checked against their schema, and
 * the one way of saying what in them is not as expected.
 */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import {
  checkAgainst,
  namePath,
  type PlacedIssue,
  wordIssue,
} from '../diagnostics/schema-issues.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { count } from '../diagnostics/wording.ts';

export interface JsonFile<T> {
  /** What the file is called in messages. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** What it has to be, such as `a baseline`. */
  readonly kind: string;
  /** What to do about a file that is not; without it, to correct what is named. */
  readonly advice?: string;
}

/** A damaged file has as many issues as entries; more than these help nobody. */
const MAX_ISSUES = 10;

/** @throws UserError that names every place where the file is not as the schema expects. */
export function readJsonFile<T>(file: string, { name, schema, kind, advice }: JsonFile<T>): T {
  const todo = advice === undefined ? '' : ` — ${advice}`;
  const checked = checkAgainst(schema, parse(file, name, todo));
  if (checked.success) return checked.value;
  const { issues } = checked;
  const lines = issues.slice(0, MAX_ISSUES).map((issue) => wordIssue(issue, nameOf(issue)).message);
  const rest = issues.length - lines.length;
  if (rest > 0) lines.push(`There ${rest === 1 ? 'is' : 'are'} ${count(rest, 'issue')} more.`);
  throw new UserError(
    `\`${name}\` is not ${kind}${todo}:\n${lines.map((line) => `  ${line}`).join('\n')}`,
  );
}

function parse(file: string, name: string, todo: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`\`${name}\` cannot be read: ${(error as Error).message}.`);
  }
  const parsed = parseJson(text);
  if (parsed.success) return parsed.value;
  throw new UserError(`\`${name}\` is not JSON${todo}: ${parsed.reason}.`);
}

/** What the text says, or why it is no JSON, without a full stop. */
export function parseJson(
  text: string,
):
  | { readonly success: true; readonly value: unknown }
  | { readonly success: false; readonly reason: string } {
  try {
    return { success: true, value: JSON.parse(text) };
  } catch (error) {
    return { success: false, reason: (error as Error).message.replaceAll(/\s+/g, ' ') };
  }
}

function nameOf({ path }: PlacedIssue): string {
  return path.length === 0 ? 'The file' : `\`${namePath(path)}\``;
}
