import { expect, test } from 'vitest';
import { diagnosticsOf } from '../support/content.ts';
import { portalOf } from '../support/portal.ts';
import { syntheticCorpus } from '../support/synthetic-corpus.ts';

const corpus = syntheticCorpus(60);

test('the synthetic corpus has no findings', () => {
  expect(diagnosticsOf(corpus)).toEqual([]);
});

test('the same seed gives the same corpus, another seed another', () => {
  expect(syntheticCorpus(60)).toEqual(corpus);
  expect(syntheticCorpus(60, 2)).not.toEqual(corpus);
});

test('every anchor that links may use is an id of the page', () => {
  const portal = portalOf(corpus);
  for (const document of portal.registry.documents) {
    const ids = [...portal.html(document).matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id);
    const missing = [...document.body.anchors].filter((anchor) => !ids.includes(anchor));
    expect(missing).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
