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

export interface Count {
  show(number: number): void;
  end(): void;
}

/** Counts up on one line; the first is shown after a second, for what is done sooner needs none. */
export function showCount(doing: string, { stderr, env }: Pick<Terminal, 'stderr' | 'env'>): Count {
  if (!stderr.isTTY || env.CI) return { show: () => {}, end: () => {} };
  const begunAt = performance.now();
  let isShown = false;
  return {
    show(number) {
      if (!isShown && performance.now() - begunAt < SHOWN_AFTER_MS) return;
      isShown = true;
      stderr.write(`\r\u001b[K${doing}: ${number} …`);
    },
    end() {
      if (isShown) stderr.write('\r\u001b[K');
    },
  };
}

const SHOWN_AFTER_MS = 1000;
