/** What a build reads of a project, read once: pages and record then speak of the same state. */
import type { Ledger } from '../../schemas/ledger.ts';
import type { BrandFiles } from '../brand/brand-files.ts';
import { readBrand } from '../project/brand.ts';
import { readLedger } from '../project/ledger-file.ts';
import type { Project } from '../project/open-project.ts';
import { type History, readHistory } from '../source/history.ts';

export interface BuildInputs extends Pick<Project, 'root' | 'config' | 'sources' | 'cache'> {
  readonly brand: BrandFiles;
  readonly ledger: Ledger | undefined;
  readonly history: History | undefined;
}

/**
 * @param historyOf what Git knows of the content root; a dev server has it already.
 * @throws UserError when the ledger, or a file of the look, cannot be taken.
 */
export function readInputs(
  project: Project,
  historyOf: (root: string) => History | undefined = readHistory,
): BuildInputs {
  const { root, config, sources, cache } = project;
  const [brand, ledger] = [readBrand(project), readLedger(root)];
  return { root, config, sources, cache, brand, ledger, history: historyOf(root) };
}
