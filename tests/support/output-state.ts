/** What stands in an output folder that `small-build.ts` builds into, and running that. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emittedPaths } from './running-portal.ts';

const PROGRAM = join(import.meta.dirname, 'small-build.ts');

export interface Ended {
  /** Undefined for a process that was killed. */
  readonly status: number | undefined;
  readonly stderr: string;
}

/** Runs the program; it is killed after `steps` of its own, or after some milliseconds. */
export async function smallBuild(
  out: string,
  text: string,
  { steps, ms }: { readonly steps?: number; readonly ms?: number } = {},
): Promise<Ended> {
  const env = { ...process.env, ...(steps !== undefined && { KILL_AFTER_STEPS: String(steps) }) };
  const child = spawn(process.execPath, [PROGRAM, out, text], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const timer = ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ms);
  const [status] = await once(child, 'close');
  clearTimeout(timer);
  return { status: status ?? undefined, stderr };
}

/** The text of the build that stands in `out` as a whole; `absent`, or a word for what is no build. */
export function textOf(out: string): string {
  if (!existsSync(out)) return 'absent';
  const paths = emittedPaths(out);
  const texts = new Set(
    paths
      .filter((path) => path.endsWith('.html'))
      .map((path) => readFileSync(join(out, path), 'utf8')),
  );
  const [text] = texts;
  const expected = ['build.json', 'docs/a/index.html', `docs/${text}/index.html`, 'index.html'];
  const isWhole = texts.size === 1 && expected.sort().join() === paths.join();
  return text !== undefined && isWhole ? text : `no whole build: ${paths.join()}`;
}
