/** Claims about the modules that run in the browser. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

const CLIENT = join(import.meta.dirname, '../../src/site/client');
const modules = readdirSync(CLIENT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

/** Modules whose text matches. */
function modulesWith(pattern: RegExp): string[] {
  return modules
    .filter((path) => pattern.test(readFileSync(path, 'utf8')))
    .map((path) => relative(CLIENT, path).split(sep).join('/'))
    .sort();
}

test('what the browser keeps goes through one module, but for the theme before it is painted', () => {
  const storage = /\b(?:localStorage|sessionStorage|indexedDB|document\.cookie)\b/;
  expect(modulesWith(storage)).toEqual(['page/theme.js', 'storage.ts']);
});

test('every dialog is built and opened by one module', () => {
  const dialog = /createElement\('dialog'\)|<dialog|\.show(?:Modal|Popover)?\(\)/;
  expect(modulesWith(dialog)).toEqual(['dialog.ts']);
});
