/** A line that says what is going on, for a person who waits at a terminal; nobody else sees it. */
import type { Terminal } from './terminal.ts';

/** More documents than this take longer than a second on a slow machine. */
const MANY_DOCUMENTS = 300;

/** Shows the line and returns what takes it away again. */
export function showProgress(
  documents: number,
  { stderr, env }: Pick<Terminal, 'stderr' | 'env'>,
): () => void {
  if (!stderr.isTTY || env.CI || documents <= MANY_DOCUMENTS) return () => {};
  stderr.write(`Checking ${documents} documents …`);
  return () => stderr.write('\r\u001b[K');
}
