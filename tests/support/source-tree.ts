/** The sources as the tests of the architecture see them: files, imports and bare code. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

/** Every source file, relative to the repository, with `/`. */
export const files = ['bin', 'schemas', 'src', 'scripts', 'bench'].flatMap((folder) =>
  filesBelow(join(ROOT, folder)),
);

/** The code of a file, without comments and imports. */
export function codeOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replaceAll(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$|^\s*(?:import|export) .* from .*$/gm,
    '',
  );
}

/** What is published as a package; benches and tools of the repository are not. */
export const product = files.filter((file) => !/^(?:bench|scripts\/repository)\//.test(file));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|astro|mjs|js)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

export function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?from\s+)?['"]([^'"]+)['"]/gm;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [
    ...[...text.matchAll(pattern)].map(([, type, specifier = '']) => ({
      specifier,
      isTypeOnly: type !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map(([, specifier = '']) => ({ specifier, isTypeOnly: false })),
  ];
}

export function resolveImport(file: string, { specifier }: Import): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return join(dirname(file), specifier.replace(/\?.*$/, '')).split(sep).join('/');
}
