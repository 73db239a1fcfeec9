/** `move` on disk: Git keeps the history, and nothing is left half done. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '../../../src/source/read-sources.ts';
import { doc, temporaryFolder } from '../../support/content.ts';
import { commitAll, git } from '../../support/git.ts';
import { runOpsbook } from '../../support/opsbook.ts';

const files = {
  'content/a/to.md': doc('doc.to', 'Out: [from](from.md) ![x](dot.svg)\n'),
  'content/a/from.md': doc('doc.from', 'See [to](to.md).\n'),
  'content/a/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'content/a/.notes': 'kept\n',
};

const move = (cwd: string, ...args: string[]) => runOpsbook(['move', ...args], { cwd });
const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');
const pathsIn = (folder: string) =>
  readSources(join(folder, 'content')).files.map(({ path }) => path);

test('a file moves in Git with its history, and its links follow', async () => {
  const folder = temporaryFolder(files);
  commitAll(folder);
  const { status, stderr } = await move(folder, 'content/a/to.md', 'content/b/new.md');
  expect([status, stderr]).toEqual([0, 'Moved 1 file, rewrote 3 links in 2 documents.\n']);
  expect(read(folder, 'content/a/from.md')).toContain('See [to](../b/new.md).');
  expect(read(folder, 'content/b/new.md')).toContain(
    'Out: [from](../a/from.md) ![x](../a/dot.svg)',
  );
  commitAll(folder, 'Move');
  const history = git(folder, 'log', '--follow', '--format=%s', '--', 'content/b/new.md');
  expect(history).toBe('Move\nAdd files\n');
  expect((await runOpsbook(['validate'], { cwd: folder })).stdout).toContain('no findings');
});

test('a folder moves with all that is in it, and paths may count from the content root', async () => {
  const folder = temporaryFolder(files);
  const { status, stderr } = await move(folder, 'a', 'x/y');
  expect([status, stderr]).toEqual([0, 'Moved 3 files, rewrote 0 links in 0 documents.\n']);
  expect(pathsIn(folder)).toEqual(['x/y/from.md', 'x/y/to.md']);
  expect(read(folder, 'content/x/y/.notes')).toBe('kept\n');
  expect((await move(folder, 'content/x/y/to.md', 'content/x/')).status).toBe(0);
  expect(pathsIn(folder)).toEqual(['x/to.md', 'x/y/from.md']);
});

test('--dry-run shows the edits and makes none', async () => {
  const folder = temporaryFolder(files);
  const { stdout, stderr } = await move(folder, 'a/to.md', 'new.md', '--dry-run');
  expect(stderr).toBe('Would move 1 file, rewrite 3 links in 2 documents.\n');
  expect(stdout).toContain('-See [to](to.md).\n+See [to](../new.md).\n');
  expect(pathsIn(folder)).toEqual(['a/from.md', 'a/to.md']);
});

test.each([
  [['a/none.md', 'b.md'], 'There is no `a/none.md`'],
  [['a/to.md', 'a/from.md'], 'is in the way'],
  [['a/to.md', '../../out.md'], 'is not a path of the content'],
  [['.', 'b'], 'is not a path of the content'],
  [['a/dot.svg', 'a/.notes'], 'would not be read'],
])('cannot run with %j: a sentence, 2, and nothing changed', async (args, sentence) => {
  const folder = temporaryFolder(files);
  const { status, stdout, stderr } = await move(folder, ...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/\n\s+at /);
  for (const [path, text] of Object.entries(files)) expect(read(folder, path)).toBe(text);
});

test('when a document cannot be written, everything is where it was', async () => {
  // Its name leaves no room for that of the file it would be written through.
  const longest = `content/a/${'n'.repeat(248)}.md`;
  const all = { ...files, [longest]: doc('doc.longest', '[to](to.md)\n') };
  const folder = temporaryFolder(all);
  commitAll(folder);
  const { status, stderr } = await move(folder, 'a/to.md', 'b/new.md');
  expect([status, stderr]).toEqual([2, expect.stringContaining('so nothing was changed')]);
  expect(existsSync(join(folder, 'content/b/new.md'))).toBe(false);
  for (const [path, text] of Object.entries(all)) expect(read(folder, path)).toBe(text);
  expect(git(folder, 'status', '--porcelain', '--', 'content')).toBe('');
});
