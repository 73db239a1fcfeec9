/** A package as others have it: emitted, packed, and unpacked in a folder without anything else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './published.ts';

/** Writes all packages below `folder` and returns their folders, by name. */
export function writePackages(folder: string): Readonly<Record<string, string>> {
  execFileSync(process.execPath, [join(ROOT, 'scripts/repository/package.ts'), folder]);
  return {
    opsbook: join(folder, 'opsbook'),
    '@opsbook/portal': join(folder, 'portal'),
    'create-opsbook': join(folder, 'create-opsbook'),
  };
}

/** Packs a package, and returns the path of its tarball. */
export function pack(built: string, out: string): string {
  const args = ['pack', '--silent', '--ignore-scripts', '--cache', join(out, 'cache'), built];
  const shell = process.platform === 'win32';
  return join(out, execFileSync('npm', args, { cwd: out, encoding: 'utf8', shell }).trim());
}

/** Installs a tarball in `folder`, without asking a registry: its dependencies are those here. */
export function installPackage(folder: string, name: string, tarball: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  renameSync(join(folder, 'package'), place);
  const { dependencies } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  for (const dependency of closureOf(Object.keys(dependencies))) {
    const link = join(folder, 'node_modules', dependency);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(folderOf(dependency), link, 'junction');
  }
}

/** The oldest Node at hand that runs `opsbook/workflow`. */
export function oldestNode(): { readonly path: string; readonly version: string } {
  const candidates = [process.env.OPSBOOK_NODE20, '/usr/bin/node', '/usr/local/bin/node'];
  const found = [...candidates, process.execPath].flatMap((path) => {
    if (path === undefined || !existsSync(path)) return [];
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const version = stdout.trim().slice(1);
    return Number.parseInt(version, 10) >= 20 ? [{ path, version }] : [];
  });
  const [oldest] = found.sort(
    (a, b) => Number.parseInt(a.version, 10) - Number.parseInt(b.version, 10),
  );
  if (!oldest) throw new Error('The Node of the tests is too old for the package.');
  return oldest;
}

function closureOf(names: readonly string[]): string[] {
  const all = new Set<string>();
  const follow = (name: string): void => {
    if (all.has(name) || !existsSync(folderOf(name))) return;
    all.add(name);
    const manifest = JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8'));
    for (const each of Object.keys(manifest.dependencies ?? {})) follow(each);
  };
  for (const name of names) follow(name);
  return [...all].sort();
}

function folderOf(name: string): string {
  return join(ROOT, 'node_modules', name);
}
