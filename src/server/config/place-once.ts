/** How a file of the data folder comes into being, once, although two starts may want to make it. */
import { linkSync, renameSync, rmSync } from 'node:fs';

/** Gives the file `begun` the name `path`, unless something has it already; `begun` goes. */
export function placeOnce(begun: string, path: string): void {
  try {
    linkSync(begun, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // File systems without hard links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') renameSync(begun, path);
    else if (code !== 'EEXIST') throw error;
  }
  rmSync(begun, { force: true });
}
