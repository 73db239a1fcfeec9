/** A move of a document by a process that is killed on its way. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { doc } from './content.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const from = (path: string) => JSON.stringify(pathToFileURL(join(ROOT, path)).href);

export const files = {
  'a.md': doc('doc.a', 'See [B](b.md).\n'),
  'b.md': doc('doc.b', 'See [A](a.md).\n'),
};
export const after = {
  'team/a.md': doc('doc.a', 'See [B](../b.md).\n'),
  'b.md': doc('doc.b', 'See [A](team/a.md).\n'),
};
const CHANGE = {
  command: 'opsbook move a.md team/',
  move: { from: 'a.md', to: 'team/a.md' },
  edits: [
    { path: 'team/a.md', name: 'team/a.md', before: files['a.md'], after: after['team/a.md'] },
    { path: 'b.md', name: 'b.md', before: files['b.md'], after: after['b.md'] },
  ],
};

/** Runs the change in a process that is killed after so many steps. */
export function changeKilled(folder: string, steps: number): boolean {
  const program = `
    import ${from('tests/support/killed-at-step.ts')};
    import { changeContent } from ${from('src/project/content-change.ts')};
    changeContent(process.cwd(), ${JSON.stringify(CHANGE)});`;
  const { signal, status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, KILL_AFTER_STEPS: String(steps) } },
  );
  expect([signal, status, stderr]).toEqual(signal ? ['SIGKILL', null, ''] : [null, 0, '']);
  return signal !== null;
}

export function contentOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
