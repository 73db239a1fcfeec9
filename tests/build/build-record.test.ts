/** What a build is recorded to be made from is what it has read, whatever changes meanwhile. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readInputs } from '../../src/build/build-inputs.ts';
import { isStale } from '../../src/build/build-record.ts';
import { openProject } from '../../src/project/open-project.ts';
import { build } from '../support/build.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import { commitAll } from '../support/git.ts';

const files = {
  'content/a.md': doc('doc.a', '![Shot](shot.svg)\n'),
  'content/shot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'brand.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'opsbook.config.json': '{ "logo": "brand.svg" }',
  'registry.lock.json':
    '{"version":1,"documents":{"doc.a":{"aliases":[],"steps":[]}},"templates":{},"retired":{}}',
};

const CHANGES = {
  'content/shot.svg': '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
  'opsbook.config.json': '{ "title": "Other" }',
  'brand.svg': '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
  'registry.lock.json': files['registry.lock.json'].replace('"steps":[]', '"steps":["x"]'),
  'content/b.md': doc('doc.b'),
  // Files in which other tools keep an order.
  'content/.pages': 'nav: [a.md]\n',
  'mkdocs.yml': 'docs_dir: content\nnav: [a.md]\n',
};

/** Builds `api/` of `folder`, and does something as soon as everything has been read. */
async function buildWhile(folder: string, change: () => void): Promise<boolean> {
  const done = build({
    content: join(folder, 'content'),
    out: join(folder, 'dist'),
    dataOnly: true,
  });
  change();
  expect(await done).toBe(0);
  return isStaleIn(folder);
}

function isStaleIn(folder: string): boolean {
  return isStale(readInputs(openProject('content', { cwd: folder })), join(folder, 'dist'));
}

test.each(Object.entries(CHANGES))(
  'a build during which %s changes is stale',
  async (path, text) => {
    const folder = temporaryFolder(files);
    expect(await buildWhile(folder, () => {})).toBe(false);
    expect(await buildWhile(folder, () => writeFileSync(join(folder, path), text))).toBe(true);
  },
);

test('a commit during a build makes it stale, another layout of the configuration does not', async () => {
  const folder = temporaryFolder({ ...files, '.gitignore': 'dist*\n' });
  commitAll(folder);
  expect(await buildWhile(folder, () => {})).toBe(false);
  writeFileSync(join(folder, 'opsbook.config.json'), '{\n"logo":"brand.svg"}\n');
  expect(isStaleIn(folder)).toBe(false);
  expect(await buildWhile(folder, () => commitAll(folder, 'Later'))).toBe(true);
});
