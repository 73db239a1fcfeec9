/** Puts artifacts where they are published from. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artifact } from '../src/portal/artifacts.ts';

/** One after another: others may work between two files, and few are open at a time. */
export async function writeArtifacts(
  folder: string,
  artifacts: readonly Artifact[],
): Promise<void> {
  const made = new Set<string>();
  for (const artifact of artifacts) {
    const file = join(folder, artifact.path);
    const parent = dirname(file);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    if ('content' in artifact) await writeFile(file, artifact.content);
    else await copyFile(artifact.copyFrom, file);
  }
}
