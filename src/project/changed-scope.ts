/** Which files a run speaks of: all of them, or those that changes since a commit concern. */
import { CONFIG_NAME } from '../../schemas/config.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { affectedFiles } from '../registry/affected-files.ts';
import type { Registry } from '../registry/registry.ts';
import { changedFilesSince } from '../source/changed-files.ts';

/** Returns the findings the run speaks of, out of all of them. */
export type Scope = (registry: Registry, diagnostics: readonly Diagnostic[]) => ScopedFindings;

export interface ScopedFindings {
  readonly diagnostics: readonly Diagnostic[];
  readonly isChecked: (file: string) => boolean;
}

export const wholeScope: Scope = (_registry, diagnostics) => ({
  diagnostics,
  isChecked: () => true,
});

/** @throws UserError when Git cannot tell what has changed. */
export function changedScope(root: string, ref: string): Scope {
  const changes = changedFilesSince(root, ref, [CONFIG_NAME]);
  // Severities may be other ones now, for every file.
  if (changes.beside.has(CONFIG_NAME)) return wholeScope;
  return (registry, diagnostics) => {
    const files = new Set(affectedFiles(registry, changes));
    for (const { file, related } of diagnostics) {
      // A claim that clashes with a changed file is a finding of the other file as well.
      if (related.some((other) => changes.paths.has(other.file))) files.add(file);
    }
    const isKnown = (file: string) => registry.hasFile(file);
    const isChecked = (file: string) => files.has(file);
    // What is about no file of the content, such as the ledger, concerns every change.
    const isShown = ({ file }: Diagnostic) => isChecked(file) || !isKnown(file);
    return { diagnostics: diagnostics.filter(isShown), isChecked };
  };
}
