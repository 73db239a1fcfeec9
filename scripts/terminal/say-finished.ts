/** What a command that changes many files does about one that was killed on its way. */
import { finishInterrupted } from '../../src/project/content-change.ts';
import type { Output } from './terminal.ts';

/** Finishes it, says so, and returns it. @throws UserError when it is still at work. */
export function sayFinished(root: string, stderr: Output): string | undefined {
  const finished = finishInterrupted(root);
  if (finished) stderr.write(`${finished.sentence}\n`);
  return finished?.command;
}
