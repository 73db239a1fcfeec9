/** The portal of a project on disk: its sources with the ledger and the history that lie around them. */
import { compilePortal, type Portal } from '../portal/compile-portal.ts';
import { readLedger } from '../project/ledger-file.ts';
import type { Project } from '../project/open-project.ts';
import type { Parse } from '../registry/load-registry.ts';
import type { History } from '../source/history.ts';

export interface CompileOptions {
  /** `YYYY-MM-DD`; only the report depends on it. */
  readonly today: string;
  readonly history: History | undefined;
  readonly parse?: Parse;
}

/** @throws UserError when the ledger cannot be read. */
export function compileProject(project: Project, options: CompileOptions): Portal {
  return compilePortal({ ...project, ...options, ledger: readLedger(project.root) });
}
