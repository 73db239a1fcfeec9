/** What commands leave in the folder one works in, besides what they were asked for. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimOutput } from '../../src/build/output-folder.ts';
import { secretOf } from '../../src/server/config/secret.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import { commitAll, git } from '../support/git.ts';
import { runOpsbook } from '../support/opsbook.ts';

function project(): string {
  const folder = temporaryFolder({ 'content/a.md': doc('doc.a') });
  commitAll(folder);
  return folder;
}

const strangers = (folder: string) => git(folder, 'status', '--porcelain');

test('a build keeps its caches where one works, out of Git and out of the sight of others', async () => {
  const folder = project();
  expect((await runOpsbook(['build'], { cwd: folder })).status).toBe(0);
  expect(strangers(folder)).toBe('?? dist/\n');
  expect(readdirSync(folder).sort()).toEqual(['.git', '.opsbook', 'content', 'dist']);
  expect(readdirSync(join(folder, '.opsbook')).sort()).toEqual(['.gitignore', 'cache']);
  if (process.platform !== 'win32') {
    expect(statSync(join(folder, '.opsbook')).mode & 0o777).toBe(0o700);
  }
});

test('Git sees nothing of a build that is at work', () => {
  const folder = project();
  const output = claimOutput(join(folder, 'dist'), join(folder, 'content'), () => {});
  expect(readdirSync(folder)).toContain('.dist.opsbook');
  expect(strangers(folder)).toBe('');
  output.release();
  expect(readdirSync(folder).sort()).toEqual(['.git', 'content']);
});

test('the data of the server stay out of Git, too', () => {
  const folder = project();
  const data = join(folder, 'data');
  secretOf({ data, secret: undefined });
  expect(readdirSync(data).sort()).toEqual(['.gitignore', 'secret']);
  expect(strangers(folder)).toBe('');
});

test('whoever only checks leaves nothing behind', async () => {
  const folder = project();
  expect((await runOpsbook(['validate'], { cwd: folder })).status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['.git', 'content']);
});
