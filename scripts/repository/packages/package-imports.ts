/** What a file of a package refers to. */
import { posix } from 'node:path';
import ts from 'typescript';

/** Specifiers as they are written; those of its own package begin with a dot. */
export function importsOf(path: string, text: string): string[] {
  if (path.endsWith('.astro')) {
    return matchesOf(
      text,
      /(?:\bfrom |\bimport |\bimport\(|<script\b[^>]*\bsrc=)['"]([^'"]+)['"]/g,
    );
  }
  if (path.endsWith('.css')) return matchesOf(text, /@import\s+(?:url\()?['"]([^'"]+)['"]/g);
  if (!/\.(?:js|d\.ts)$/.test(path)) return [];
  return [
    ...ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
    ...matchesOf(text, /\bnew URL\('([^']+)', import\.meta\.url\)/g).map((url) =>
      url.startsWith('.') ? url : `./${url}`,
    ),
    // Packages that are loaded when the first page needs them.
    ...matchesOf(text, /\bloadModule\('([^']+)'\)/g),
  ];
}

/** The path of a file of the same package. */
export function resolveFile(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
}

/** The package of a specifier; undefined for modules of Node, of Vite and of the package itself. */
export function packageOf(specifier: string): string | undefined {
  if (/^[.#]|:/.test(specifier)) return undefined;
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
}

function matchesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}
