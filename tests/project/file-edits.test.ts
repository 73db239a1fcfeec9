import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { type FileEdit, formatDiff, writeEdits } from '../../src/project/file-edits.ts';
import { temporaryFolder } from '../support/content.ts';

const files = { 'content/a.md': 'one\ntwo\nthree\n', 'content/b c.md': 'last line' };

function editsIn(folder: string): FileEdit[] {
  const edit = (name: string, before: string | undefined, after: string) => ({
    file: join(folder, name),
    name,
    before,
    after,
  });
  return [
    edit('content/b c.md', 'last line', 'last lines'),
    edit('content/a.md', files['content/a.md'], 'one\n2\nthree\n'),
    edit('content/new/d.md', undefined, 'new\n'),
  ];
}

test('the diff is one that patch applies, and gives what writing gives', () => {
  const [patched, written] = [temporaryFolder(files), temporaryFolder(files)];
  const diff = formatDiff(editsIn(patched));
  expect(diff).toContain('--- a/content/a.md\n+++ b/content/a.md\n@@');
  expect(diff).toContain('--- /dev/null\n+++ b/content/new/d.md\n@@');
  const { status, stderr } = spawnSync('git', ['apply', '-'], {
    cwd: patched,
    input: diff,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  writeEdits(editsIn(written));
  for (const { name, after } of editsIn(written)) {
    expect(readFileSync(join(written, name), 'utf8')).toBe(after);
    expect(readFileSync(join(patched, name), 'utf8')).toBe(after);
  }
});

test('a byte order mark and line ends stay', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.md');
  writeFileSync(file, '\uFEFFone\r\ntwo\r\n');
  writeEdits([{ file, name: 'a.md', before: 'one\r\ntwo\r\n', after: 'one\r\n2\r\n' }]);
  expect(readFileSync(file, 'utf8')).toBe('\uFEFFone\r\n2\r\n');
});

test('when one file cannot be written, none is changed', () => {
  const folder = temporaryFolder(files);
  // A folder is where the last file should be.
  mkdirSync(join(folder, 'content/new/d.md'), { recursive: true });
  expect(() => writeEdits(editsIn(folder))).toThrow(UserError);
  expect(() => writeEdits(editsIn(folder))).toThrow(/^content\/new\/d\.md cannot be written/);
  for (const [name, text] of Object.entries(files)) {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  }
  expect(existsSync(join(folder, 'content/new/d.md'))).toBe(true);
});
