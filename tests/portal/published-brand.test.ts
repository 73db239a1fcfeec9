/** The look of an owner as a build publishes it: always the same bytes, under names made of them. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { portalConfig } from '../../schemas/config.ts';
import { portalJson as portalSchema } from '../../schemas/portal-json.ts';
import type { BrandFiles } from '../../src/brand/brand-files.ts';
import { createArtifacts } from '../../src/portal/artifacts/artifacts.ts';
import { compilePortal } from '../../src/portal/compile-portal.ts';
import { doc, sourcesOf, TODAY } from '../support/content.ts';

const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4.4 0.2"/>');

function artifactsOf(config: object, brand: BrandFiles = {}) {
  const sources = sourcesOf({ 'a.md': doc('doc.a') });
  const portal = compilePortal({
    sources,
    config: portalConfig.parse(config),
    brand,
    today: TODAY,
  });
  const artifacts = createArtifacts(portal, 'content');
  const file = artifacts.find(({ path }) => path === 'api/portal.json');
  const json = portalSchema.parse(JSON.parse(file && 'content' in file ? file.content : ''));
  return { artifacts, json, files: artifacts.filter(({ path }) => path.startsWith('brand/')) };
}

const brand: BrandFiles = {
  logo: { path: 'Logo.SVG', bytes: SVG },
  icon: { path: 'icon.svg', bytes: SVG },
  stylesheet: { path: 'own.css', bytes: Buffer.from('a {}') },
};
const config = {
  logo: 'Logo.SVG',
  logoSaysTitle: true,
  icon: 'icon.svg',
  accent: 'rebeccapurple',
  stylesheet: 'own.css',
  footerLinks: [{ label: 'Imprint', url: 'https://example.org/' }],
};

test('every file is named by its SHA-256, equal ones once, and so is what strangers may have', () => {
  const { files, json } = artifactsOf(config, brand);
  const paths = files.map((file) => {
    const bytes = 'bytes' in file ? file.bytes : '';
    return [file.path, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  expect(paths).toHaveLength(3);
  for (const [path, hash] of paths)
    expect(path).toMatch(new RegExp(`^brand/${hash}\\.(?:svg|css)$`));
  const logo = paths.find(([path]) => path.endsWith('.svg'))?.[0];
  expect(json.brand).toEqual({
    logo: { file: logo, width: 4, height: 1 },
    logoSaysTitle: true,
    icon: { file: logo, width: 4, height: 1 },
    colours: expect.stringMatching(/^brand\/[0-9a-f]{64}\.css$/),
    footerLinks: config.footerLinks,
  });
  const own = createHash('sha256').update('a {}').digest('hex');
  expect(paths.map(([path]) => path)).toContain(`brand/${own}.css`);
  expect(JSON.stringify(json)).not.toContain(own);
});

test('the same look has the same bytes', () => {
  expect(artifactsOf(config, brand)).toEqual(artifactsOf(config, brand));
  const [colours] = artifactsOf({ accent: '#5b2d8e' }).files;
  expect(Buffer.from(colours && 'bytes' in colours ? colours.bytes : '').toString()).toBe(
    [
      ':root {',
      '  --accent: light-dark(#5b2d8e, #a77ce3);',
      '  --accent-soft: light-dark(#f2ebff, #2f263c);',
      '  --on-accent: light-dark(#ffffff, #101615);',
      '  --selection: light-dark(#e5d6ff, #503d6c);',
      '}\n',
    ].join('\n'),
  );
});

test('without a key of it a portal has no look', () => {
  const { files, json } = artifactsOf({});
  expect(files).toEqual([]);
  expect(json).not.toHaveProperty('brand');
});
