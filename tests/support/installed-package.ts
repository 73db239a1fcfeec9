/** The package as others have it: emitted, packed, and installed in a folder without anything else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './published.ts';

/** Installs into `folder`, from files alone: no registry is asked. */
export function installPackage(folder: string): void {
  const built = join(folder, 'built');
  execFileSync(process.execPath, [join(ROOT, 'scripts/repository/package.ts'), built]);
  const { dependencies } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
  const folders = [built, ...closureOf(Object.keys(dependencies)).map(folderOf)];
  const packed = npm(folder, 'pack', '--ignore-scripts', '--silent', ...folders);
  npm(
    folder,
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--offline',
    ...packed
      .trim()
      .split(/\s+/)
      .map((name) => join(folder, name)),
  );
}

/** The oldest Node at hand that the package promises to run on. */
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
    if (all.has(name)) return;
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

function npm(folder: string, ...args: string[]): string {
  return execFileSync('npm', [...args, '--cache', join(folder, 'cache')], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
