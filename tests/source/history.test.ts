/** Dates come from a real repository, or not at all. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHistory } from '../../src/source/history.ts';
import { temporaryFolder } from '../support/content.ts';

function repository(): {
  folder: string;
  commit: (date: string, files: Record<string, string>) => void;
} {
  const folder = temporaryFolder();
  const git = (args: string[], date = '2026-01-01T12:00:00Z') =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
      cwd: folder,
      env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
      stdio: 'ignore',
    });
  git(['init', '-q']);
  mkdirSync(join(folder, 'content'));
  return {
    folder,
    commit(date, files) {
      for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
      git(['add', '-A']);
      git(['commit', '-qm', 'x'], `${date}T12:00:00Z`);
    },
  };
}

test('a file has the day of the last commit that changed it', () => {
  const { folder, commit } = repository();
  commit('2026-01-10', { 'content/a.md': '1', 'content/ü b.md': '1', 'outside.md': '1' });
  commit('2026-02-20', { 'content/a.md': '2' });
  const history = readHistory(join(folder, 'content'));
  expect(Object.fromEntries(history?.changed ?? [])).toEqual({
    'a.md': '2026-02-20',
    'ü b.md': '2026-01-10',
  });
  expect(history?.head).toMatch(/^[0-9a-f]{40}$/);
});

test('a shallow clone has no dates to tell', () => {
  const { folder, commit } = repository();
  commit('2026-01-10', { 'content/a.md': '1' });
  commit('2026-02-20', { 'content/b.md': '1' });
  const clone = join(temporaryFolder(), 'clone');
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${folder}`, clone], {
    stdio: 'ignore',
  });
  expect(readHistory(join(clone, 'content'))).toBeUndefined();
});

test('a folder without a repository, or without a commit, has none either', () => {
  const { folder } = repository();
  expect(readHistory(join(folder, 'content'))).toBeUndefined();
  expect(readHistory(temporaryFolder())).toBeUndefined();
});
