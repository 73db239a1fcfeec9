/** A change of many files that was killed, and what becomes of it; the deep tests kill at every step. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finishInterrupted } from '../../src/project/content-change.ts';
import { temporaryFolder } from '../support/content.ts';
import { after, changeKilled, contentOf, files } from '../support/killed-change.ts';
import { runOpsbook } from '../support/opsbook.ts';

test('the same command again finishes it, and `validate` says so', async () => {
  const folder = temporaryFolder(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`content/${path}`, text])),
  );
  expect(changeKilled(join(folder, 'content'), 4)).toBe(true);
  const said = await runOpsbook(['validate'], { cwd: folder });
  expect(said.stderr).toContain(
    '`opsbook move a.md team/` was interrupted — run it again: it finishes what was begun.',
  );
  const again = await runOpsbook(['move', 'a.md', 'team/'], { cwd: folder });
  expect([again.status, again.stderr]).toEqual([
    0,
    '`opsbook move a.md team/` was interrupted; it is finished now.\n',
  ]);
  expect(contentOf(join(folder, 'content'))).toEqual(after);
});

test('what somebody has changed since is left, and named', () => {
  const folder = temporaryFolder(files);
  changeKilled(folder, 4);
  writeFileSync(join(folder, 'b.md'), 'Mine.\n');
  expect(finishInterrupted(folder)?.sentence).toBe(
    '`opsbook move a.md team/` was interrupted; it is finished now, except for what was changed since: `b.md`.',
  );
  expect(contentOf(folder)).toEqual({ ...after, 'b.md': 'Mine.\n' });
});

test.each(['../b.md', '.git/hooks/post-checkout', '/etc/passwd', 'a/../../b.md', 'a\\..\\b.md'])(
  'a journal that names %s writes nothing',
  (path) => {
    const edits = [{ path, name: path, after: 'x' }];
    const journal = { version: 1, pid: 99_999_999, start: 1, command: 'opsbook adopt .', edits };
    const folder = temporaryFolder({ '.opsbook-change.json': JSON.stringify(journal) });
    expect(() => finishInterrupted(folder)).toThrow(/is not a change of content — delete it/);
    expect(readdirSync(folder)).toEqual(['.opsbook-change.json']);
  },
);
