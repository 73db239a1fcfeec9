/** What docs/branding.md says is so: its example is taken, its refusal is the one, what it calls stable is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accentProblems } from '../../src/brand/accents.ts';
import { stylesheetProblem } from '../../src/brand/stylesheet.ts';
import { readBrand } from '../../src/project/brand.ts';
import { openProject } from '../../src/project/open-project.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import { tableBelow } from '../support/markdown-table.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs/branding.md'), 'utf8');
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

test('the example is taken', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';
  const folder = temporaryFolder({
    'content/a.md': doc('doc.a'),
    'opsbook.config.json': block('json'),
    'brand/logo.svg': svg,
    'brand/logo-dark.svg': svg,
    'brand/icon.svg': svg,
    'brand/portal.css': block('css'),
  });
  const brand = readBrand(openProject('content', { cwd: folder }));
  expect(Object.keys(brand)).toEqual(['logo', 'logoDark', 'icon', 'stylesheet']);
  expect(stylesheetProblem(Buffer.from(block('css')))).toBeUndefined();
});

test('the refusal is the one that is shown', () => {
  const [sentence = ''] = accentProblems({ accent: '#ffcc00' });
  expect(sentence).toMatch(/4\.5:1/);
  expect(page.split('\n')).toContain(sentence);
});

test('what is called stable is there', () => {
  const styles = join(ROOT, 'src/site/styles');
  const css = readdirSync(styles, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .map((name) => readFileSync(join(styles, name), 'utf8'))
    .join('\n');
  const names = tableBelow(page, 'A stylesheet of your own').flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  expect(names.length).toBeGreaterThan(20);
  const isThere = (name: string) =>
    css.split(name).some((after, index) => index > 0 && !/^[\w-]/.test(after));
  expect(names.filter((name) => !isThere(name))).toEqual([]);
});
