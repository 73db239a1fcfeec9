/** What is read of the build that is served, once a build. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Reads again once another build stands in `dist`; when that one cannot be read, the next asking
 * tries again, and what was read before stays.
 */
export function onceABuild<T>(dist: string, read: () => Promise<T>): () => Promise<T> {
  let identity: string | undefined;
  let current: Promise<T> | undefined;
  return async () => {
    const latest = await identityOf(dist);
    // Undefined for a moment while a build is swapped in.
    if (current === undefined || (latest !== undefined && latest !== identity)) {
      identity = latest;
      const before = current;
      current = read().catch((error: unknown) => {
        identity = undefined;
        current = before;
        if (before === undefined) throw error;
        return before;
      });
    }
    return current;
  };
}

async function identityOf(dist: string): Promise<string | undefined> {
  const found = await stat(join(dist, 'build.json')).catch(() => undefined);
  return found && `${found.ino}:${found.mtimeMs}`;
}
