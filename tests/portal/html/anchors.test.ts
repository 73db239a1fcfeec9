import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import type { Portal } from '../../../src/portal/compile-portal.ts';
import { repeatedTitle } from '../../../src/portal/html/repeated-title.ts';
import type { Document } from '../../../src/registry/registry.ts';
import { diagnosticsOf, doc } from '../../support/content.ts';
import { portalOf } from '../../support/portal.ts';
import { syntheticCorpus } from '../../support/synthetic-corpus.ts';

const corpus = syntheticCorpus(60);

type Node = DefaultTreeAdapterMap['node'];

/** What a browser can jump to: ids, and names of `a`. */
function targetsIn(html: string): string[] {
  const visit = (node: Node): string[] => {
    const attributes = 'attrs' in node ? node.attrs : [];
    const own = attributes.filter(
      ({ name }) => name === 'id' || (name === 'name' && node.nodeName === 'a'),
    );
    const children = 'childNodes' in node ? node.childNodes : [];
    return [...own.map(({ value }) => value), ...children.flatMap(visit)];
  };
  return visit(parseFragment(html));
}

/** The body’s targets, and that of the title where it replaces the first heading. */
function targetsOn(portal: Portal, document: Document): string[] {
  const title = repeatedTitle(document);
  return [...(title ? [title.slug] : []), ...targetsIn(portal.html(document))];
}

test('the synthetic corpus has no findings', () => {
  expect(diagnosticsOf(corpus)).toEqual([]);
});

test('the same seed gives the same corpus, another seed another', () => {
  expect(syntheticCorpus(60)).toEqual(corpus);
  expect(syntheticCorpus(60, 2)).not.toEqual(corpus);
});

test('the anchors that links may use are exactly those of the page', () => {
  const portal = portalOf(corpus);
  for (const document of portal.registry.documents) {
    const targets = targetsOn(portal, document);
    expect([...document.body.anchors].sort()).toEqual(targets.sort());
    expect(new Set(targets).size).toBe(targets.length);
  }
});

test.each([
  ['a first heading that is the title', '# Title of doc.a\n\n## Part\n'],
  ['a title heading in a quotation', '> # Title of doc.a\n\n## Part\n'],
  ['emoji and code', '## 🎉 Party `code()` &amp; more\n\n## 🎉\n'],
  ['the same heading three times', '## A\n\n## A\n\n## A-1\n\n## A\n'],
  ['other scripts', '## 日本語 の 見出し\n\n## Обзор\n\n## Größe & Maß\n'],
  ['setext headings', 'One *two*\n===\n\nThree [four](#one-two)\n---\n'],
  [
    'steps beside headings of their name',
    '## Procedure\n\n1. A. <!-- step: a -->\n2. B.\n\n## Step a\n',
  ],
  ['headings in lists and quotations', '- ## In a list\n\n> ## In a quotation\n'],
  [
    'raw ids and names',
    '<a id="x"></a><a name="y"></a> <p id="z">t</p>\n\n<div id="w">\n\n## In\n\n</div>\n',
  ],
  ['ids of tags that are removed', '<button id="gone">x</button>\n\n<iframe id="lost"></iframe>\n'],
  ['footnotes', 'A[^a] b[^a] c[^Ümläut].\n\n[^a]: One[^c].\n[^Ümläut]: Two.\n[^c]: Three.\n'],
  ['footnotes nobody refers to', 'Text.\n\n[^a]: ## Hidden\n\n    See [^b].\n\n[^b]: Other.\n'],
  ['an empty heading', '##\n\n## <!-- nothing -->\n\n## !!!\n'],
])('with %s as well', (_case, body) => {
  const portal = portalOf({ 'a.md': doc('doc.a', body) });
  const [document] = portal.registry.documents;
  if (!document) throw new Error('There is no document.');
  expect([...document.body.anchors].sort()).toEqual(
    [...new Set(targetsOn(portal, document))].sort(),
  );
});
