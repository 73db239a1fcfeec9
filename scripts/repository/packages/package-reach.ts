/** What modules need at run time: the files they lead to, and the packages that those are from. */
import { UserError } from '../../../src/diagnostics/user-error.ts';
import type { PackageFiles } from './emit-sources.ts';
import { importsOf, packageOf, resolveFile } from './package-imports.ts';

export interface Reach {
  readonly files: PackageFiles;
  readonly packages: ReadonlySet<string>;
}

/** @param entries paths of `files` that somebody outside begins with */
export function reachOf(files: PackageFiles, entries: readonly string[]): Reach {
  const reached: PackageFiles = new Map();
  const packages = new Set<string>();
  const pending = [...entries];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (reached.has(path)) continue;
    const content = files.get(path);
    if (content === undefined) throw new UserError(`Nothing is published as ${path}.`);
    reached.set(path, content);
    for (const specifier of importsOf(path, content.toString())) {
      const name = packageOf(specifier);
      if (specifier.startsWith('.')) pending.push(resolveFile(path, specifier));
      else if (name !== undefined && !path.endsWith('.d.ts')) packages.add(name);
    }
  }
  return { files: reached, packages };
}
