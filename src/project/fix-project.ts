/** `validate --fix`: mends a content folder on disk, or shows what would change. */
import { join } from 'node:path';
import { count } from '../diagnostics/wording.ts';
import { fixSources } from '../rules/engine/fix-sources.ts';
import type { Sources } from '../source/source-file.ts';
import type { Check, Verdict } from './check-project.ts';
import { type FileEdit, formatDiff, writeEdits } from './file-edits.ts';
import { ledgerUpdate, readLedger } from './ledger-file.ts';
import { displayPath, type Project } from './open-project.ts';

export interface FixedProject {
  /** Nothing was written; the verdict is on what is there. */
  readonly isDryRun: boolean;
  readonly sources: Sources;
  readonly verdict: Verdict;
}

export function fixProject(
  { root, sources: before }: Project,
  check: Check,
  { dryRun }: { readonly dryRun?: true },
): FixedProject {
  const { sources, edits } = fixSources(before, (some) => check(some).diagnostics);
  const verdict = check(sources);
  const documents = documentEdits(root, before, sources);
  // A folder without a ledger keeps none, and gets none in passing.
  const ledger = readLedger(root) && ledgerUpdate(root, verdict.registry);
  const all = [...documents, ...(ledger ? [ledger] : [])];
  const done = dryRun ? 'Would make' : 'Made';
  if (dryRun) process.stdout.write(formatDiff(all));
  else writeEdits(all);
  const places = `${count(edits, 'edit')} in ${count(documents.length, 'document')}`;
  const note = ledger ? ', and update registry.lock.json' : '';
  process.stderr.write(
    all.length === 0 ? 'There is nothing to mend.\n' : `${done} ${places}${note}.\n`,
  );
  return dryRun
    ? { isDryRun: true, sources: before, verdict: check(before) }
    : { isDryRun: false, sources, verdict: check(sources) };
}

function documentEdits(root: string, before: Sources, after: Sources): FileEdit[] {
  const texts = new Map(before.files.map(({ path, text }) => [path, text]));
  return after.files.flatMap(({ path, text }): FileEdit[] => {
    const old = texts.get(path);
    if (old === text) return [];
    const file = join(root, path);
    return [{ file, name: displayPath(file), before: old, after: text }];
  });
}
