import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSources } from '../../src/rules/check-sources.ts';
import {
  MAX_DOCUMENT_BYTES,
  MAX_NAVIGATION_BYTES,
  readSources,
} from '../../src/source/read-sources.ts';
import { doc, TODAY, temporaryFolder } from '../support/content.ts';

function codesOf(folder: string): [string, string][] {
  return checkSources({ sources: readSources(folder), today: TODAY })
    .diagnostics.filter(({ severity }) => severity !== 'info')
    .map(({ code, file }) => [code, file]);
}

test('documents and assets are told apart and sorted by path', () => {
  const folder = temporaryFolder({ 'b.md': 'B', 'a/c.mdx': 'C', 'a/i.png': '', '.git/x.md': 'X' });
  const sources = readSources(folder);
  expect(sources.files.map(({ path }) => path)).toEqual(['a/c.mdx', 'b.md']);
  expect([...sources.assets.keys()]).toEqual(['a/i.png']);
  expect(sources.problems).toEqual([]);
});

test('of folders that begin with a dot only the images are content', () => {
  const folder = temporaryFolder({
    '.gitbook/assets/i.png': '',
    '.gitbook/notes.md': 'N',
    '.github/workflow.yml': '',
    '.git/x.png': '',
    '.env': '',
  });
  const sources = readSources(folder);
  expect(sources.files).toEqual([]);
  expect([...sources.assets.keys()]).toEqual(['.gitbook/assets/i.png']);
});

test('files of other tools that keep an order are read, beside the content only plain ones', () => {
  const folder = temporaryFolder({
    'content/.pages': 'title: Here\n',
    'content/a/_category_.json': '{}',
    'content/b/.nav.yml': 'x'.repeat(MAX_NAVIGATION_BYTES + 1),
    'content/.hidden/.pages': 'title: There\n',
    'mkdocs.yml': 'nav: []\n',
    'elsewhere.yml': 'nav: []\n',
  });
  symlinkSync(join(folder, 'elsewhere.yml'), join(folder, 'mkdocs.yaml'));
  const sources = readSources(join(folder, 'content'));
  expect(sources.navigationFiles).toEqual([
    { path: '../mkdocs.yml', text: 'nav: []\n' },
    { path: '.pages', text: 'title: Here\n' },
    { path: 'a/_category_.json', text: '{}' },
    { path: 'b/.nav.yml', unread: 'it has 262145 bytes, and may have 262144' },
  ]);
  expect([...sources.assets.keys()]).toEqual(['a/_category_.json']);
  expect(sources).toMatchObject({ folderName: 'content', problems: [] });
  const bytes = new Uint8Array([0xff, 0xfe]);
  writeFileSync(join(folder, 'content/.pages'), bytes);
  expect(readSources(join(folder, 'content')).navigationFiles[1]).toEqual({
    path: '.pages',
    unread: 'it is not UTF-8 text',
  });
});

test('a byte order mark is no part of the text', () => {
  const folder = temporaryFolder({ 'a.md': `\uFEFF${doc('doc.a')}` });
  expect(readSources(folder).files[0]?.text.startsWith('---\n')).toBe(true);
  expect(codesOf(folder)).toEqual([]);
});

test('a link out of the content root is refused and its target not read', () => {
  const outside = temporaryFolder({ 'secret.md': 'Secret', 'folder/other.md': 'Other' });
  const folder = temporaryFolder({ 'a.md': doc('doc.a') });
  symlinkSync(join(outside, 'secret.md'), join(folder, 'secret.md'));
  symlinkSync(join(outside, 'folder'), join(folder, 'folder'));
  symlinkSync(join(folder, 'gone.md'), join(folder, 'dangling.md'));
  expect(readSources(folder).files.map(({ path }) => path)).toEqual(['a.md']);
  expect(codesOf(folder)).toEqual([
    ['source/unsafe-symlink', 'dangling.md'],
    ['source/unsafe-symlink', 'folder'],
    ['source/unsafe-symlink', 'secret.md'],
  ]);
});

test('a link back up ends the walk', () => {
  const folder = temporaryFolder({ 'a/b.md': doc('doc.b') });
  symlinkSync(folder, join(folder, 'a', 'up'));
  expect(codesOf(folder)).toEqual([['source/unsafe-symlink', 'a/up']]);
});

test('a link within the content root is followed', () => {
  const folder = temporaryFolder({ 'a/i.png': 'x' });
  symlinkSync(join(folder, 'a'), join(folder, 'b'));
  expect([...readSources(folder).assets.keys()]).toEqual(['a/i.png', 'b/i.png']);
});

test('bytes that are not UTF-8 are a finding', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.md'), Buffer.from([0x23, 0x20, 0xff, 0xfe]));
  expect(codesOf(folder)).toEqual([['source/not-utf8', 'a.md']]);
});

test('a file over the limit is a finding, one at the limit is not', () => {
  const folder = temporaryFolder({ 'large.md': '', 'most.md': '' });
  truncateSync(join(folder, 'large.md'), MAX_DOCUMENT_BYTES + 1);
  writeFileSync(join(folder, 'most.md'), 'word '.repeat(MAX_DOCUMENT_BYTES / 5));
  expect(codesOf(folder).filter(([code]) => code !== 'identity/generated-id')).toEqual([
    ['source/too-large', 'large.md'],
  ]);
});

test('a folder that looks like a document is a folder', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'odd.md'));
  expect(codesOf(folder)).toEqual([]);
});
