/** Whether what is written to a stream may be coloured. */
import type { Output, Terminal } from './terminal.ts';

/** `NO_COLOR` (https://no-color.org), then `FORCE_COLOR` as Node reads it, then a terminal that can. */
export function hasColors({ isTTY }: Pick<Output, 'isTTY'>, env: Terminal['env']): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !/^(?:0|false)$/.test(env.FORCE_COLOR);
  return isTTY === true && env.TERM !== 'dumb';
}
