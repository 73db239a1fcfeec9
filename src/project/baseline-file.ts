/** A baseline on disk, wherever the person keeps it. */
import { existsSync, readFileSync } from 'node:fs';
import { type Baseline, baseline as baselineSchema } from '../../schemas/baseline.ts';
import { formatBaseline } from '../diagnostics/baseline.ts';
import { type FileEdit, writeEdits } from './file-edits.ts';
import { readJsonFile } from './json-file.ts';

/** A file by its absolute place and by the name the person gave it. */
interface NamedFile {
  readonly file: string;
  readonly name: string;
}

/** The baseline; undefined when there is no such file. @throws UserError when it is no baseline. */
export function readBaseline({ file, name }: NamedFile): Baseline | undefined {
  if (!existsSync(file)) return undefined;
  return readJsonFile(file, { name, schema: baselineSchema, kind: 'a baseline' });
}

/** Returns whether the file had to change. */
export function writeBaseline({ file, name }: NamedFile, baseline: Baseline): boolean {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const edit: FileEdit = { file, name, before, after: formatBaseline(baseline) };
  if (edit.before === edit.after) return false;
  writeEdits([edit]);
  return true;
}
