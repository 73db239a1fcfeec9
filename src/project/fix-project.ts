/** `validate --fix`: a content folder with everything fixed that can be, on disk or only computed. */
import { join } from 'node:path';
import { fixSources } from '../rules/engine/fix-sources.ts';
import type { Sources } from '../source/source-file.ts';
import type { Check, Verdict } from './check-project.ts';
import { type FileEdit, writeEdits } from './file-edits.ts';
import { ledgerUpdate, readLedger } from './ledger-file.ts';
import type { Project } from './open-project.ts';

export interface FixedProject {
  /** Nothing was written; sources and verdict are those of what is there. */
  readonly isDryRun: boolean;
  readonly sources: Sources;
  readonly verdict: Verdict;
  readonly edits: readonly FileEdit[];
  /** How many places of documents change, and in how many documents. */
  readonly places: number;
  readonly documents: number;
  readonly updatesLedger: boolean;
}

export function fixProject(
  project: Project,
  check: Check,
  { isDryRun }: { readonly isDryRun: boolean },
): FixedProject {
  const { root, sources: before } = project;
  const { sources, edits: places } = fixSources(before, (some) => check(some).diagnostics);
  const { registry } = check(sources);
  const changed = documentEdits(project, sources);
  // A folder without a ledger keeps none, and gets none in passing.
  const ledger = readLedger(root) && ledgerUpdate(project, registry);
  const edits = [...changed, ...(ledger ? [ledger] : [])];
  if (!isDryRun) writeEdits(edits);
  const found = isDryRun ? before : sources;
  return {
    isDryRun,
    sources: found,
    verdict: check(found),
    edits,
    places,
    documents: changed.length,
    updatesLedger: ledger !== undefined,
  };
}

function documentEdits({ root, sources, display }: Project, fixed: Sources): FileEdit[] {
  const texts = new Map(sources.files.map(({ path, text }) => [path, text]));
  return fixed.files.flatMap(({ path, text }): FileEdit[] => {
    const old = texts.get(path);
    if (old === text) return [];
    const file = join(root, path);
    return [{ file, name: display(file), before: old, after: text }];
  });
}
