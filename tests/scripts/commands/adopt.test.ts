import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '../../../src/source/read-sources.ts';
import { doc, temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';
import { syntheticCorpus } from '../../support/synthetic-corpus.ts';

const wiki = {
  'wiki/index.md': '---\ntitle: "Wiki"\ndescription: "The wiki."\n---\n\nSee [a](./wiki/a.md).\n',
  'wiki/wiki/a.md':
    '---\ntitle: "A"\ndescription: "About: A"\n---\n\n## Part\n\n[Up](../index.md), [next](<b (2).md>)\n',
  'wiki/wiki/b (2).md': '# B\n\nSee [[doc.wiki.a#part]] and [[doc.do]].\n',
  'wiki/sops/do.md': doc('doc.do'),
};

const textsOf = (folder: string) =>
  readSources(folder).files.map(({ path, text }) => [path, text] as const);

test('adopts a folder: valid afterwards, links by the former ids included, and done at once', async () => {
  const folder = temporaryFolder(wiki);
  const root = join(folder, 'wiki');
  const first = await runOpsbook(['adopt', 'wiki'], { cwd: folder });
  expect([first.status, first.stderr]).toEqual([0, 'Adopted 3 documents, left 0.\n']);
  expect(first.stdout).toContain(
    'wiki/a.md\n  id: doc.wiki.a (from its path)\n  doc_type: doc (from nothing better)\n  summary: About: A (from its description)\n',
  );
  expect(readFileSync(join(root, 'sops/do.md'), 'utf8')).toBe(wiki['wiki/sops/do.md']);
  const valid = await runOpsbook(['validate', '--content', 'wiki'], { cwd: folder });
  expect([valid.status, valid.stdout]).toEqual([0, '4 documents in wiki: no findings.\n']);
  const adopted = textsOf(root);
  const second = await runOpsbook(['adopt', 'wiki'], { cwd: folder });
  expect([second.stdout, second.stderr]).toEqual(['', 'Adopted 0 documents, left 0.\n']);
  expect(textsOf(root)).toEqual(adopted);
});

test('adopts a part of the content folder with ids of the whole', async () => {
  const folder = temporaryFolder({ 'content/media/a.md': 'A.\n', 'content/other/b.md': 'B.\n' });
  const { stderr } = await runOpsbook(['adopt', 'content/media'], { cwd: folder });
  expect(stderr).toBe('Adopted 1 document, left 0.\n');
  expect(readFileSync(join(folder, 'content/media/a.md'), 'utf8')).toContain('id: doc.media.a\n');
  expect(readFileSync(join(folder, 'content/other/b.md'), 'utf8')).toBe('B.\n');
});

test('gives the ids that `new` gives, and keeps those that links know', async () => {
  const folder = temporaryFolder({
    'content/media/Über das Hochladen.md': 'Text.\n',
    'content/media/kept.md':
      '---\naliases: [old.md]\n---\n\nSee [[doc.media.ber-das-hochladen]].\n',
    'content/media/é.md': '---\naliases: [e.md]\n---\n\nText.\n',
  });
  const adopted = await runOpsbook(['adopt', 'content'], { cwd: folder });
  expect(adopted.stdout).toContain(
    '  id: doc.media.uber-das-hochladen (from its path)\n  aliases: doc.media.ber-das-hochladen (from its former id)\n',
  );
  const created = await runOpsbook(['new', 'doc', 'Über das Hochladen', '--domain', 'media'], {
    cwd: folder,
  });
  expect(created.stderr).toContain('`doc.media.uber-das-hochladen` is taken');
  const { stdout } = await runOpsbook(['validate', '--format', 'json'], { cwd: folder });
  const { diagnostics } = JSON.parse(stdout);
  expect(diagnostics.filter((each: { severity: string }) => each.severity === 'error')).toEqual([]);
});

test('--dry-run changes nothing, and a byte order mark stays', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.md'), '\uFEFFText.\n');
  await runOpsbook(['adopt', folder, '--dry-run']);
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('\uFEFFText.\n');
  await runOpsbook(['adopt', folder]);
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toMatch(/^\uFEFF---\nid: doc\.a\n/);
});

test('names what it leaves, and why', async () => {
  const folder = temporaryFolder({
    'a.md': '---\nlayout: page\n---\nText.\n',
    'b.md': '---\ntitle: [\n---\n',
  });
  const { status, stdout, stderr } = await runOpsbook(['adopt', folder]);
  expect([status, stderr]).toEqual([0, 'Adopted 0 documents, left 2.\n']);
  expect(stdout).toContain('a.md: left, for its frontmatter has `layout`');
  expect(stdout).toContain('b.md: left, for it cannot be read');
  expect((await runOpsbook(['adopt', join(folder, 'none')])).status).toBe(2);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

test('keeps every byte of the bodies of a corpus', async () => {
  const plain = Object.fromEntries(
    Object.entries(syntheticCorpus(40)).map(([path, text]) => [
      path,
      text.replace(/^---\nid: (.*)\ntitle: (.*)\ndoc_type: doc\n---\n/, '---\ntitle: $2\n---\n'),
    ]),
  );
  const folder = temporaryFolder(plain);
  await runOpsbook(['adopt', folder]);
  for (const [path, text] of textsOf(folder)) {
    expect(text.endsWith((plain[path] ?? '?').slice(4))).toBe(true);
    expect(text).toMatch(/^---\nid: doc\./);
  }
});
