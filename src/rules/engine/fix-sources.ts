/** Fixes a whole content root, in memory, until its rules offer nothing more to fix. */
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
import { applyFixes } from '../../diagnostics/apply-fixes.ts';
import type { SourceFile, Sources } from '../../source/source-file.ts';

/** More rounds than any content needs: an edit that comes back for ever is a defect of its rule. */
const MAX_ROUNDS = 1000;

export interface FixedSources {
  readonly sources: Sources;
  /** Edits made in all. */
  readonly edits: number;
}

/**
 * @param check the findings of some sources; the ones it withholds are not fixed.
 * @throws when the edits of a rule never settle.
 */
export function fixSources(
  sources: Sources,
  check: (sources: Sources) => readonly Diagnostic[],
): FixedSources {
  let fixed = sources;
  let edits = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const byFile = Map.groupBy(check(fixed), ({ file }) => file);
    let edited = 0;
    const files = fixed.files.map((source): SourceFile => {
      const result = applyFixes(source.text, byFile.get(source.path) ?? []);
      edited += result.edits;
      return result.edits === 0 ? source : { ...source, text: result.text };
    });
    if (edited === 0) return { sources: fixed, edits };
    fixed = { ...fixed, files };
    edits += edited;
  }
  throw new Error('The edits of a rule undo each other.');
}
