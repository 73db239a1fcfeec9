import { expect, test } from 'vitest';
import { pathFrom } from '../../src/diagnostics/path-from.ts';

test.each([
  ['', 'a.md', 'a.md'],
  ['content', '', 'content'],
  ['content', 'a/b.md', 'content/a/b.md'],
  ['content', '../opsbook.config.json', 'opsbook.config.json'],
  ['x/content', '../mkdocs.yml', 'x/mkdocs.yml'],
  ['../content', '../../a.json', '../../a.json'],
])('from `%s`, `%s` is `%s`', (folder, file, path) => {
  expect(pathFrom(folder, file)).toBe(path);
});
