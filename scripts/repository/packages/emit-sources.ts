/**
 * The sources as JavaScript, and the parts of the site that refer to them, each at its place in the
 * repository: Node runs no TypeScript below `node_modules`. Declarations are of those modules alone
 * that others may import.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { UserError } from '../../../src/diagnostics/user-error.ts';
import { importsOf, resolveFile } from './package-imports.ts';

export const ROOT = join(import.meta.dirname, '../../..');

/** Path from the top of a package, with `/`, → what is there. */
export type PackageFiles = Map<string, string | Uint8Array>;

/** Rooms that are published; `scripts/repository` serves this repository alone. */
const ROOMS = ['schemas', 'scripts', 'src'];
const UNPUBLISHED = 'scripts/repository/';

/** What Node 22.13 runs; `using` is not among it. */
const TARGET = ts.ScriptTarget.ES2024;

export function emitSources(): PackageFiles {
  const options = {
    ...readOptions(),
    target: TARGET,
    noEmit: false,
    rewriteRelativeImportExtensions: true,
  };
  const files = ROOMS.flatMap(filesBelow).filter((file) => !file.startsWith(UNPUBLISHED));
  return new Map(
    files.map((file) => {
      const bytes = readFileSync(join(ROOT, file));
      if (/(?<!\.d)\.ts$/.test(file)) {
        const { outputText } = ts.transpileModule(bytes.toString(), {
          compilerOptions: options,
          fileName: file,
        });
        return [file.replace(/\.ts$/, '.js'), referToEmitted(outputText)];
      }
      return [file, /\.(?:astro|d\.ts)$/.test(file) ? referToEmitted(bytes.toString()) : bytes];
    }),
  );
}

/** What modules promise, with all that this speaks of, by entry: paths without extension. */
export function emitDeclarations(entries: readonly string[]): (entry: string) => PackageFiles {
  const program = ts.createProgram(
    entries.map((entry) => join(ROOT, `${entry}.ts`)),
    {
      ...readOptions(),
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: ROOT,
      outDir: ROOT,
    },
  );
  return (entry) => {
    const declared: PackageFiles = new Map();
    const pending = [`${entry}.d.ts`];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (declared.has(path)) continue;
      const source = program.getSourceFile(join(ROOT, path.replace(/\.d\.ts$/, '.ts')));
      if (!source) throw new UserError(`Nothing is declared for ${path}.`);
      const emitted: string[] = [];
      program.emit(source, (_, text) => emitted.push(text), undefined, true);
      const text = referToEmitted(emitted.join(''));
      declared.set(path, text);
      for (const specifier of importsOf(path, text).filter((each) => each.startsWith('.'))) {
        pending.push(resolveFile(path, specifier).replace(/\.js$/, '.d.ts'));
      }
    }
    return declared;
  };
}

/** The options that all of this repository is checked with. */
export function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
}

/** Files of the repository below `folder`, from its top, with `/`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** TypeScript does so for imports of modules; declarations, addresses and pages are left to us. */
function referToEmitted(text: string): string {
  return text
    .replaceAll(
      /(\bfrom |\bimport |\bimport\(|\bnew URL\()(['"])(\.{0,2}[^'":]*)\.ts\2/g,
      '$1$2$3.js$2',
    )
    .replaceAll(/(<script\b[^>]*\bsrc=")(\.[^"]*)\.ts"/g, '$1$2.js"');
}
