/** Puts artifacts where they are published from. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Artifact } from '../portal/artifacts/artifact.ts';

export function writeArtifacts(folder: string, artifacts: readonly Artifact[]): void {
  const files = artifacts.map((artifact) => ({ artifact, file: join(folder, artifact.path) }));
  for (const parent of new Set(files.map(({ file }) => dirname(file)))) {
    mkdirSync(parent, { recursive: true });
  }
  for (const { artifact, file } of files) {
    if ('content' in artifact) writeFileSync(file, artifact.content);
    else if ('bytes' in artifact) writeFileSync(file, artifact.bytes);
    else copyFileSync(artifact.copyFrom, file);
  }
}
