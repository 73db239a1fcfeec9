/**
 * What a build was made from, as hashes: `start` builds again only when something of it
 * has changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CONFIG_NAME } from '../../schemas/config.ts';
import { LEDGER_NAME } from '../project/ledger-file.ts';
import { IS_PUBLISHED, PACKAGE_ROOT, packageVersion } from '../source/this-package.ts';
import type { BuildInputs } from './build-inputs.ts';
import { BUILD_RECORD } from './output-folder.ts';

/** `build.json` of an output folder. */
export interface BuildRecord {
  readonly version: 1;
  readonly nodeVersion: string;
  /** Path and SHA-256 of every file that has a say in the output, by path. */
  readonly inputs: readonly (readonly [path: string, sha256: string])[];
}

const PACKAGE_INPUTS = ['schemas', 'src', 'package-lock.json'];

/**
 * Called before anything is published: what changes while a build runs has then another hash
 * than the one recorded, and the next `start` builds again.
 */
export function recordInputs({
  config,
  brand,
  sources,
  ledger,
  history,
}: BuildInputs): BuildRecord {
  const inputs = [
    // Pages say when their documents changed, which only a commit settles.
    ...(history === undefined ? [] : [['git', sha256(history.head)] as const]),
    [CONFIG_NAME, sha256(JSON.stringify(config))] as const,
    ...Object.entries(brand).map(([key, { bytes }]) => [`brand/${key}`, sha256(bytes)] as const),
    ...(ledger === undefined ? [] : [[LEDGER_NAME, sha256(JSON.stringify(ledger))] as const]),
    ...sources.files.map(({ path, text }) => [`content/${path}`, sha256(text)] as const),
    ...[...sources.assets.values()].map(
      ({ path, read }) => [`content/${path}`, sha256(read())] as const,
    ),
    ...sources.navigationFiles.map(
      (file) => [`navigation/${file.path}`, sha256(JSON.stringify(file))] as const,
    ),
    ...sources.problems.map(
      (problem) => [`content/${problem.path}`, sha256(JSON.stringify(problem))] as const,
    ),
    ...packageInputs(),
  ];
  return {
    version: 1,
    nodeVersion: process.version,
    inputs: inputs.sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** Whether `dist` is missing, or was built from anything but `inputs`. */
export function isStale(inputs: BuildInputs, dist: string): boolean {
  const file = join(dist, BUILD_RECORD);
  if (!existsSync(file)) return true;
  return readFileSync(file, 'utf8') !== formatRecord(recordInputs(inputs));
}

export function formatRecord(record: BuildRecord): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}

/** Sources change while one works on them; what was published as a version does not. */
function packageInputs(): (readonly [path: string, sha256: string])[] {
  if (IS_PUBLISHED) return [['opsbook', sha256(packageVersion())]];
  return PACKAGE_INPUTS.flatMap((name) => filesBelow(join(PACKAGE_ROOT, name))).map((file) => {
    const path = relative(PACKAGE_ROOT, file).split(sep).join('/');
    return [`opsbook/${path}`, sha256(readFileSync(file))] as const;
  });
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}
