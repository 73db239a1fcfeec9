/** What a build reads of a project, read once: pages and record then speak of the same state. */
import type { Ledger } from '../../schemas/ledger.ts';
import { readLedger } from '../project/ledger-file.ts';
import type { Project } from '../project/open-project.ts';
import { type History, readHistory } from '../source/history.ts';

export interface BuildInputs extends Pick<Project, 'root' | 'config' | 'sources' | 'cache'> {
  readonly ledger: Ledger | undefined;
  readonly history: History | undefined;
}

/**
 * @param historyOf what Git knows of the content root; a dev server has it already.
 * @throws UserError when the ledger cannot be read.
 */
export function readInputs(
  { root, config, sources, cache }: Project,
  historyOf: (root: string) => History | undefined = readHistory,
): BuildInputs {
  return { root, config, sources, cache, ledger: readLedger(root), history: historyOf(root) };
}
