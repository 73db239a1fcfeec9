/** What is wrong with the files of a look is said key by key, before anything is built. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBrand } from '../../src/project/brand.ts';
import { openProject } from '../../src/project/open-project.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>';
const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\b\x06\0\0\0', 'latin1');

function projectOf(config: object, files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = temporaryFolder({
    'site/content/a.md': doc('doc.a'),
    'site/opsbook.config.json': JSON.stringify(config),
    'secret.svg': SVG,
  });
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, 'site', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'site', path), bytes);
  }
  return join(folder, 'site');
}

const read = (folder: string) => readBrand(openProject('content', { cwd: folder }));

test.each<[config: object, files: Readonly<Record<string, string | Buffer>>, sentence: string]>([
  [
    { logo: 'brand/logo.svg' },
    {},
    '`logo` is `brand/logo.svg`, which is not there — name a file by its path from the configuration.',
  ],
  [
    { logo: '../secret.svg' },
    {},
    '`logo` is `../secret.svg`, which lies outside of the folder of the configuration — put the file into it.',
  ],
  [
    { logo: 'logo.svg' },
    { 'logo.svg/x': '' },
    '`logo` is `logo.svg`, which is no file — name one.',
  ],
  [
    { icon: 'icon.webp' },
    { 'icon.webp': SVG },
    '`icon` is `icon.webp`, which is of no type that is shown here — name a file that ends in `.svg` or `.png`.',
  ],
  [
    { logo: 'logo.png' },
    { 'logo.png': SVG },
    '`logo` is `logo.png`, which is an SVG by its bytes — save it as what its name says.',
  ],
  [
    { logo: 'logo.svg' },
    { 'logo.svg': '<!DOCTYPE html><html><svg/></html>' },
    '`logo` is `logo.svg`, which is no SVG by its bytes — save it as what its name says.',
  ],
  [
    { logo: 'logo.svg' },
    { 'logo.svg': SVG.padEnd(256 * 1024 + 1) },
    '`logo` is `logo.svg`, which has 257 KB — make it smaller: 256 KB at most.',
  ],
  [
    { stylesheet: 'own.css' },
    { 'own.css': 'a { background: url(x.png) }' },
    '`stylesheet` is `own.css`, which has `url(x.png)` in line 1 — remove it: a stylesheet loads nothing else.',
  ],
  [
    { logoDark: 'a.svg' },
    { 'a.svg': SVG },
    '`logoDark` stands alone — give `logo` as well, or remove it.',
  ],
  [
    { logoSaysTitle: true },
    {},
    '`logoSaysTitle` stands alone — give `logo` as well, or remove it.',
  ],
])('%j is refused', (config, files, sentence) => {
  expect(() => read(projectOf(config, files))).toThrow(
    `\`opsbook.config.json\` is not a valid configuration:\n  ${sentence}`,
  );
});

test('a link out of the folder is not followed', () => {
  const folder = projectOf({ logo: 'logo.svg' });
  symlinkSync('../secret.svg', join(folder, 'logo.svg'));
  expect(() => read(folder)).toThrow('which lies outside of the folder of the configuration');
});

test('every mistake is told at once', () => {
  const folder = projectOf({ logo: 'a.svg', icon: 'b.svg', accent: 'yellow', stylesheet: 'c.css' });
  expect(() => read(folder)).toThrow(/(?:\n {2}`(?:accent|logo|icon|stylesheet)` is .*){4}$/);
});

test('links of the foot lead out of the portal', () => {
  const refusal = (footerLinks: unknown) => () =>
    openProject('content', { cwd: projectOf({ footerLinks }) });
  expect(refusal([{ label: 'Imprint', url: '/docs/imprint/' }])).toThrow(
    '`footerLinks[0].url` is `/docs/imprint/` — write a whole address such as `https://example.org/imprint` or `mailto:ops@example.org`.',
  );
  expect(refusal([{ label: 'x', url: 'javascript:alert(1)' }])).toThrow('`footerLinks[0].url`');
  expect(refusal([{ label: '', url: 'mailto:a@example.org' }])).toThrow('`footerLinks[0].label`');
});

test('what is right is read once, and as it is', () => {
  const files = { 'brand/logo.svg': `<?xml version="1.0"?>\n<!-- < -->${SVG}`, 'icon.png': PNG };
  const brand = read(
    projectOf({ logo: 'brand/logo.svg', icon: 'icon.png', accent: 'purple' }, files),
  );
  expect(brand).toEqual({
    logo: { path: 'brand/logo.svg', bytes: Buffer.from(files['brand/logo.svg']) },
    icon: { path: 'icon.png', bytes: PNG },
  });
  expect(read(projectOf({}))).toEqual({});
});

test.each(['validate', 'build', 'start', 'dev'])(
  '%s ends with 2 and the sentence',
  async (command) => {
    const folder = projectOf({ accent: '#ffcc00' });
    const { status, stderr } = await runOpsbook([command], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain('has a contrast of 1.30:1 in the light theme');
  },
);
