/** An output folder on another file system than the program, as a volume of a container is. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../support/build.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import { emittedPaths } from '../support/running-portal.ts';

/** A file system in memory, which Linux has beside the one on disk (tmpfs(5)). */
const MEMORY = '/dev/shm';

test('holds the same files as one beside it', async () => {
  const folder = temporaryFolder({ 'content/ops/a.md': doc('doc.ops.a', '# A\n\nText.\n') });
  const content = join(folder, 'content');
  const beside = join(folder, 'dist');
  const elsewhere = mkdtempSync(join(MEMORY, 'opsbook-'));
  try {
    expect(statSync(elsewhere).dev).not.toBe(statSync(import.meta.dirname).dev);
    for (const out of [beside, elsewhere]) {
      expect(await build({ content, out })).toBe(0);
    }
    const paths = emittedPaths(beside);
    expect(paths).toContain('docs/doc.ops.a/index.html');
    expect(emittedPaths(elsewhere)).toEqual(paths);
    for (const path of paths) {
      expect(readFileSync(join(elsewhere, path))).toEqual(readFileSync(join(beside, path)));
    }
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});
