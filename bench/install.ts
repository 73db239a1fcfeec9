/**
 * `npm run bench:install`: what an installation of `opsbook` costs, alone and with the portal, from a
 * cold cache and the registry that npm is configured with, and how fast it then starts.
 */
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installInto, type PackageManager } from '../tests/support/installation.ts';
import { pack, writePackages } from '../tests/support/installed-package.ts';

const RUNS = 5;
const COMMANDS = ['--version', '--help', 'validate'];

const scratch = mkdtempSync(join(tmpdir(), 'opsbook-install-'));
try {
  const built = Object.entries(writePackages(join(scratch, 'built')));
  const tarballs = built.map(([, folder]) => pack(folder, scratch));
  for (const manager of ['npm', 'pnpm'] as const) {
    measure(manager, 'opsbook', tarballs.slice(0, 1));
    measure(manager, 'opsbook and portal', tarballs);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measure(manager: PackageManager, what: string, packages: readonly string[]): void {
  const folder = mkdtempSync(join(scratch, `${manager}-`));
  mkdirSync(join(folder, 'content'));
  writeFileSync(join(folder, 'content', 'a.md'), '# A page\n\nText.\n');
  // Fetches pnpm, which is not to be paid for here.
  if (manager === 'pnpm')
    spawnSync('npm', ['exec', '--yes', '--package=pnpm@12', '--', 'pnpm', '-v']);
  const started = performance.now();
  installInto(folder, { manager, packages, cache: join(folder, 'cache') });
  const seconds = (performance.now() - started) / 1000;
  const modules = join(folder, 'node_modules');
  const megabytes = sizeOf(modules) / 1e6;
  console.log(`${manager}: ${what}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(1)} MB on disk`);
  const largest = packagesIn(modules).slice(0, 6);
  console.log(
    `  largest: ${largest.map(({ name, size }) => `${name} ${(size / 1e6).toFixed(1)}`).join(', ')}`,
  );
  const bin = join(modules, 'opsbook/bin/opsbook.js');
  for (const command of COMMANDS) {
    const times = Array.from({ length: RUNS }, () => {
      const begun = performance.now();
      spawnSync(process.execPath, [bin, command], { cwd: folder });
      return performance.now() - begun;
    }).sort((a, b) => a - b);
    console.log(`  opsbook ${command}: ${Math.round(times[Math.floor(RUNS / 2)] ?? 0)} ms`);
  }
}

/** Bytes that are allocated below `path`; what has two names counts once. */
function sizeOf(path: string, seen = new Set<number>()): number {
  const { blocks, size, ino, nlink } = lstatSync(path);
  if (nlink > 1 && seen.has(ino)) return 0;
  seen.add(ino);
  const own = blocks === undefined ? size : blocks * 512;
  if (!lstatSync(path).isDirectory()) return own;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name), seen), own);
}

/** Folders of packages, the largest first, in the layout of npm or of pnpm. */
function packagesIn(modules: string): { name: string; size: number }[] {
  const names = readdirSync(modules).flatMap((name) => {
    if (name === '.pnpm') return readdirSync(join(modules, name)).map((each) => join(name, each));
    if (name.startsWith('@'))
      return readdirSync(join(modules, name)).map((each) => join(name, each));
    return name.startsWith('.') ? [] : [name];
  });
  return names
    .map((name) => ({ name, size: sizeOf(join(modules, name)) }))
    .sort((a, b) => b.size - a.size);
}
