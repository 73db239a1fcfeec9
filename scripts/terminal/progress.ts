/** A line that says what is going on, for a person who waits at a terminal; nobody else sees it. */
import type { CommandContext, Progress, Terminal } from './terminal.ts';

export function createProgress({ stderr, env }: Pick<Terminal, 'stderr' | 'env'>): Progress {
  if (!stderr.isTTY || env.CI) return { show: () => {}, hide: () => {} };
  let isShown = false;
  return {
    show(line) {
      stderr.write(`${isShown ? CLEAR : ''}${line} …`);
      isShown = true;
    },
    hide() {
      if (isShown) stderr.write(CLEAR);
      isShown = false;
    },
  };
}

const CLEAR = '\r\u001b[K';

/** More documents than this take longer than a second on a slow machine. */
const MANY_DOCUMENTS = 300;

/** Says what is done with documents; few are done with before it could be read. */
export function showDoing(
  doing: string,
  documents: number,
  { progress }: Pick<CommandContext, 'progress'>,
): void {
  if (documents > MANY_DOCUMENTS) progress.show(`${doing} ${documents} documents`);
}

const SHOWN_AFTER_MS = 1000;

/** Counts up on one line; the first is shown after a second, for what is done sooner needs none. */
export function showCount(
  doing: string,
  { progress }: Pick<CommandContext, 'progress'>,
): (number: number) => void {
  const begunAt = performance.now();
  return (number) => {
    if (performance.now() - begunAt >= SHOWN_AFTER_MS) progress.show(`${doing}: ${number}`);
  };
}
