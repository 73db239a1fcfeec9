/** `opsbook/workflow` runs on Node 20 and in browsers, whatever the rest of its package asks for. */
import { join } from 'node:path';
import ts from 'typescript';
import { UserError } from '../../../src/diagnostics/user-error.ts';
import { ROOT, readOptions } from './emit-sources.ts';

export const WORKFLOW = 'src/workflow/index';

/** @throws UserError when the contract does not compile for where it has to run. */
export function checkBrowserContract(): void {
  const program = ts.createProgram([join(ROOT, `${WORKFLOW}.ts`)], {
    ...readOptions(),
    // No more than Node 20 and today's browsers have, so anything newer is an error here.
    target: ts.ScriptTarget.ES2022,
    lib: [
      'lib.es2023.d.ts',
      // Of which Node 20 has `isWellFormed`.
      'lib.es2024.string.d.ts',
      'lib.dom.d.ts',
      'lib.dom.iterable.d.ts',
    ],
    types: [],
  });
  // Schemas are types to the contract, and run where they are checked.
  const problems = ts
    .getPreEmitDiagnostics(program)
    .filter((problem) => !problem.file?.fileName.startsWith(join(ROOT, 'schemas')));
  if (problems.length === 0) return;
  const host = {
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => '\n',
  };
  throw new UserError(ts.formatDiagnostics(problems, host));
}
