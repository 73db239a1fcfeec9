/** This package itself: a checkout of its sources, or what an installation was given of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PACKAGE_ROOT = join(import.meta.dirname, '../..');

/** Whether this runs as it was published: emitted JavaScript, the same for everybody of a version. */
export const IS_PUBLISHED = import.meta.filename.endsWith('.js');

interface Manifest {
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
}

export function packageVersion(): string {
  return readManifest().version;
}
