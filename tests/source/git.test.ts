/** Git as the toolchain runs it, on a real repository. */
import { expect, test } from 'vitest';
import { askGit, readBlobs, requireGit } from '../../src/source/git.ts';
import { temporaryFolder } from '../support/content.ts';
import { commitAll } from '../support/git.ts';

test('what Git cannot tell is undefined, or an error with its reason', () => {
  const folder = temporaryFolder();
  expect(askGit(folder, ['rev-parse', 'HEAD'])).toBeUndefined();
  expect(() => requireGit(folder, ['rev-parse', 'HEAD'], 'name a commit')).toThrow(
    /^Git cannot name a commit: .*not a git repository/,
  );
});

test('without Git there is nothing to ask', ({ onTestFinished }) => {
  const { PATH } = process.env;
  onTestFinished(() => {
    process.env.PATH = PATH;
  });
  const folder = temporaryFolder();
  process.env.PATH = folder;
  expect(askGit(folder, ['--version'])).toBeUndefined();
  expect(() => requireGit(folder, ['--version'], 'tell its version')).toThrow(/install it\.$/);
});

test('files of a commit are read as bytes, in the order they are asked for', () => {
  const folder = temporaryFolder({ 'a.md': 'one\n', 'ü b.md': '', 'c/d.md': 'dé' });
  commitAll(folder);
  const names = ['HEAD:c/d.md', 'HEAD:gone.md', 'HEAD:c', 'HEAD:ü b.md', 'HEAD:a.md'];
  expect(readBlobs(folder, names).map(String)).toEqual([
    'dé',
    'undefined',
    'undefined',
    '',
    'one\n',
  ]);
  expect(readBlobs(folder, [])).toEqual([]);
});
