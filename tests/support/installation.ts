/** A project that somebody installs packages in, from a registry, with the package manager of theirs. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-tree.ts';

/** How each is called; pnpm is fetched by npm. */
const MANAGERS = {
  npm: ['install', '--save-dev', '--no-audit', '--no-fund', '--loglevel=error'],
  pnpm: ['exec', '--yes', '--package=pnpm@12', '--', 'pnpm', 'add', '--save-dev', '--silent'],
} as const;

export type PackageManager = keyof typeof MANAGERS;

export interface Installation {
  readonly manager: PackageManager;
  /** Tarballs, or names. */
  readonly packages: readonly string[];
  /** Where downloads are kept; those of this machine without it. */
  readonly cache?: string;
}

/** Makes `folder` a project, and installs in it. */
export function installInto(folder: string, { manager, packages, cache }: Installation): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  // As `opsbook init` writes it for whoever begins with that.
  copyFileSync(join(ROOT, 'starter/pnpm/pnpm-workspace.yaml'), join(folder, 'pnpm-workspace.yaml'));
  const kept =
    cache === undefined
      ? ['--prefer-offline']
      : manager === 'npm'
        ? ['--cache', cache]
        : ['--store-dir', join(cache, 'store'), '--cache-dir', join(cache, 'metadata')];
  execFileSync('npm', [...MANAGERS[manager], ...kept, ...packages], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
