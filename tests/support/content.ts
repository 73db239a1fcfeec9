/** Small content roots, written as a map path → text, and what the toolchain says of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { CONFIG_NAME, portalConfig } from '../../schemas/config.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { ledger as ledgerSchema } from '../../schemas/ledger.ts';
import { LEDGER_PATH } from '../../src/registry/ledger-names.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { checkSources } from '../../src/rules/check-sources.ts';
import type { Sources } from '../../src/source/source-file.ts';

export type Files = Readonly<Record<string, string>>;

/** Where the configuration lies, beside the content root. */
const CONFIG_PATH = `../${CONFIG_NAME}`;

/** Files that other tools keep an order in. */
const NAVIGATION_FILE =
  /(?:^|\/)(?:_category_\.(?:json|ya?ml)|\.pages|\.nav\.ya?ml|mkdocs\.ya?ml)$/;

export const TODAY = '2026-11-21';

/** Sources as if read from disk; anything that is not Markdown is an asset. */
export function sourcesOf(files: Files): Sources {
  const entries = Object.entries(files)
    .filter(([path]) => path !== LEDGER_PATH && path !== CONFIG_PATH)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const isDocument = (path: string) => /\.mdx?$/.test(path);
  return {
    files: entries.filter(([path]) => isDocument(path)).map(([path, text]) => ({ path, text })),
    assets: new Map(
      entries
        .filter(([path]) => !isDocument(path))
        .map(([path, text]) => [
          path,
          { path, absolutePath: `/nowhere/${path}`, read: () => new TextEncoder().encode(text) },
        ]),
    ),
    problems: [],
    navigationFiles: entries
      .filter(([path]) => NAVIGATION_FILE.test(path))
      .map(([path, text]) => ({ path, text })),
    folderName: 'content',
  };
}

export function registryOf(files: Files): Registry {
  return loadRegistry(sourcesOf(files)).registry;
}

/** A ledger and a configuration lie at their places beside the content. */
export function diagnosticsOf(files: Files): readonly Diagnostic[] {
  const text = files[LEDGER_PATH];
  const ledger = text === undefined ? undefined : ledgerSchema.parse(JSON.parse(text));
  const config = portalConfig.parse(JSON.parse(files[CONFIG_PATH] ?? '{}'));
  return checkSources({ sources: sourcesOf(files), today: TODAY, ledger, config }).diagnostics;
}

/** Findings as `[code, file:line:column]`, or `[code, file]` for those about a whole file. */
export function findingsOf(files: Files): [string, string][] {
  return diagnosticsOf(files).map(({ code, file, range }) => [
    code,
    range ? `${file}:${range.start.line}:${range.start.column}` : file,
  ]);
}

/** A strict document of type `doc`; `keys` are further lines of its frontmatter. */
export function doc(id: string, body = 'Text.\n', keys = ''): string {
  return `---\nid: ${id}\ntitle: Title of ${id}\ndoc_type: doc\n${keys}---\n\n${body}`;
}

/** A folder of its own for one test, removed afterwards. */
export function temporaryFolder(files: Files = {}): string {
  const folder = writeFolder(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that several tests share; who asks for it removes it. */
export function writeFolder(files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-test-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** `text` with the edit of a finding applied. */
export function applyEdit(text: string, { suggestion }: Diagnostic): string {
  const { range, text: replacement } = suggestion?.replace ?? {};
  if (!range || replacement === undefined) throw new Error('The finding has no edit.');
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  const offset = ({ line, column }: { line: number; column: number }) =>
    (starts[line - 1] ?? text.length) + column - 1;
  return text.slice(0, offset(range.start)) + replacement + text.slice(offset(range.end));
}
