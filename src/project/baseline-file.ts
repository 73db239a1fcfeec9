/** A baseline on disk, wherever the person keeps it. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Baseline, baseline as baselineSchema } from '../../schemas/baseline.ts';
import { formatBaseline } from '../diagnostics/baseline.ts';
import { CommandError } from '../diagnostics/user-error.ts';
import { type FileEdit, writeEdits } from './file-edits.ts';

/** The baseline; undefined when there is no such file. @throws CommandError when it is no baseline. */
export function readBaseline(file: string): Baseline | undefined {
  if (!existsSync(file)) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} is not JSON: ${(error as Error).message}.`);
  }
  const result = baselineSchema.safeParse(data);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`,
  );
  throw new CommandError(`${file} is not a baseline:\n${problems.join('\n')}`);
}

/** Answers whether the file had to change. */
export function writeBaseline(name: string, baseline: Baseline): boolean {
  const file = resolve(name);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const edit: FileEdit = { file, name, before, after: formatBaseline(baseline) };
  if (edit.before === edit.after) return false;
  writeEdits([edit]);
  return true;
}
