/** What is read of the build that is served, once a build. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Reads again once another build stands in `dist`; one that cannot be read leaves the one before. */
export function onceABuild<T>(dist: string, read: () => Promise<T>): () => Promise<T> {
  let current: { readonly identity: string; readonly value: Promise<T> } | undefined;
  return async () => {
    const identity = await identityOf(dist);
    // Undefined for a moment while a build is swapped in: the last one is still the one served.
    if (current === undefined || (identity !== undefined && identity !== current.identity)) {
      current = { identity: identity ?? '', value: readWhole(dist, read, current?.value) };
    }
    return current.value;
  };
}

/** Reads until nothing was swapped in meanwhile; what cannot be read leaves the one before. */
async function readWhole<T>(
  dist: string,
  read: () => Promise<T>,
  before: Promise<T> | undefined,
): Promise<T> {
  for (let triesLeft = 50; ; triesLeft--) {
    const identity = await identityOf(dist);
    try {
      const value = await read();
      if (triesLeft === 0 || identity === (await identityOf(dist))) return value;
    } catch (error) {
      if (triesLeft === 0 && before !== undefined) return before;
      if (triesLeft === 0 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await setTimeout(20);
  }
}

/** Changes whenever another build stands at `dist`; undefined when none does. */
async function identityOf(dist: string): Promise<string | undefined> {
  const absent = () => undefined;
  const found =
    (await stat(join(dist, 'build.json')).catch(absent)) ?? (await stat(dist).catch(absent));
  return found && `${found.ino}:${found.mtimeMs}`;
}
