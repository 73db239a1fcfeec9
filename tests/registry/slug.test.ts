/** Slugs, ids made from paths, and the words that both are read as. */
import { expect, test } from 'vitest';
import { createArtifacts } from '../../src/portal/artifacts/artifacts.ts';
import { idPartOf, slugOf } from '../../src/registry/slug.ts';
import { EXAMPLE_SOP } from '../../src/rules/engine/example-files.ts';
import { arrangeSections } from '../../src/site/models/sections.ts';
import { diagnosticsOf, doc, registryOf } from '../support/content.ts';
import { portalOf } from '../support/portal.ts';

test.each([
  ['Über das Hochladen!', 'uber-das-hochladen'],
  ['Crème brûlée, v2.1', 'creme-brulee-v2-1'],
  ['  --A  ', 'a'],
  ['日本', ''],
])('%j as a slug is %j', (text, slug) => {
  expect(slugOf(text)).toBe(slug);
});

test.each([
  ['publish video', 'publish-video'],
  ['v2.1', 'v2.1'],
  ['über', 'ber'],
  ['küche', 'k-che'],
  ['ku\u0308che', 'k-che'],
])('%j as a part of an id is %j, as ever', (name, part) => {
  expect(idPartOf(name)).toBe(part);
});

test('plain documents keep the ids that their paths give', () => {
  const files = { 'Media/SOPs/Küche v1.2.md': 'Text.\n', 'a/B c.md': 'Text.\n' };
  const ids = registryOf(files).documents.map(({ id }) => id);
  expect(ids).toEqual(['sop.media.k-che-v1.2', 'doc.a.b-c']);
});

test('a suggested step name is a slug as well', () => {
  const sop = EXAMPLE_SOP.replace('step: publish-video', 'step: 2. Überprüfen');
  const found = diagnosticsOf({ 'sop.md': sop }).filter(({ code }) => code === 'sop/step-name');
  expect(found.map(({ suggestion }) => suggestion?.text)).toEqual(['uberprufen']);
});

test('a domain has one label, on pages and in llms.txt', () => {
  const portal = portalOf({ 'open-source_talks/a.md': doc('doc.a'), 'b.md': doc('doc.b') });
  const { domains } = arrangeSections(portal.outline);
  expect(domains.map(({ label }) => label)).toEqual(['Open source talks', 'Other documents']);
  const text = createArtifacts(portal, 'content').find(({ path }) => path === 'llms.txt');
  const content = text && 'content' in text ? text.content.toString() : '';
  expect(content.match(/^## .*/gm)).toEqual(['## Open source talks', '## Other documents']);
});
