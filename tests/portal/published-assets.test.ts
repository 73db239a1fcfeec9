/** What is published of the files beside the documents: what pages and twins show, and no more. */
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { createArtifacts } from '../../src/portal/artifacts/artifacts.ts';
import type { Portal } from '../../src/portal/compile-portal.ts';
import { isRenderedAsMdx } from '../../src/portal/html/mdx-documents.ts';
import { renderMdxTree } from '../../src/portal/html/render-document.ts';
import { PublishedAssets } from '../../src/portal/published-assets.ts';
import { doc, type Files } from '../support/content.ts';
import { portalOf } from '../support/portal.ts';
import { syntheticCorpus } from '../support/synthetic-corpus.ts';

const IMAGE = /\/images\/[0-9a-f]{12}(?:\.\w+)?/g;

/** Every asset has a content, and therefore an address, of its own. */
const assets: Files = Object.fromEntries(
  ['i.png', 'j.PNG', 'a b.png', '50%.png', 'deck.pdf', 'noname', 'sub/k.svg'].map((path) => [
    path,
    `content of ${path}`,
  ]),
);

function addressesIn(text: string): string[] {
  return [...text.matchAll(IMAGE)].map(([address]) => address.slice(1));
}

function shownOnPages(portal: Portal): string[] {
  return portal.registry.documents.flatMap((document) => {
    if (!isRenderedAsMdx(document)) return addressesIn(portal.html(document));
    const found: string[] = [];
    visit(renderMdxTree(document, portal), 'element', ({ properties }) => {
      found.push(...addressesIn(`${properties.href} ${properties.src}`));
    });
    return found;
  });
}

function published(portal: Portal): string[] {
  const artifacts = createArtifacts(portal, 'content');
  return artifacts.flatMap((each) => ('copyFrom' in each ? [each.path] : [])).sort();
}

function shownInTwins(portal: Portal): string[] {
  return createArtifacts(portal, 'content').flatMap((artifact) =>
    'content' in artifact && /^docs\/.*\.md$/.test(artifact.path)
      ? addressesIn(artifact.content)
      : [],
  );
}

describe.each<[what: string, body: string, count: number, file?: string]>([
  ['an image', '![x](i.png)\n', 1],
  ['one image in many places', '![x](i.png) ![y](./i.png)\n\n[z](/i.png)\n', 1],
  ['an attachment', '[x](deck.pdf#page=2)\n', 1],
  ['a file without an ending', '[x](noname)\n', 1],
  ['an ending in capitals', '![x](j.PNG)\n', 1],
  ['an image in a link to an image', '[![x](i.png)](j.PNG)\n', 2],
  ['a definition', '![x][r]\n\n[r]: sub/k.svg\n', 1],
  ['a definition that nothing uses', 'Text.\n\n[r]: i.png\n', 0],
  ['two definitions of one name', '![x][r]\n\n[r]: i.png\n[r]: j.PNG\n', 2],
  ['a definition in a footnote nobody uses', '![x][r]\n\n[^a]: Text.\n\n    [r]: i.png\n', 1],
  ['an image in a footnote', 'Text.[^a]\n\n[^a]: ![x](i.png)\n', 1],
  ['an image in a footnote nobody uses', 'Text.\n\n[^a]: ![x](i.png)\n', 0],
  ['spaces and percent signs', '![x](<a b.png>) ![y](50%.png)\n', 2],
  ['an encoded path', '![x](a%20b.png)\n', 1],
  ['raw HTML', '<p><img src="i.png" alt="x"> <a href="deck.pdf">y</a></p>\n', 2],
  ['raw HTML within a line', "See <img src=i.png alt=x> <b><a href='j.PNG'>y</a></b>.\n", 2],
  ['raw HTML for those without scripts', '<noscript><img src="i.png" alt="x"></noscript>\n', 1],
  ['raw HTML that is removed', '<video src="i.png"></video>\n', 0],
  ['a table', '| A |\n| - |\n| ![x](i.png) |\n', 1],
  ['code', '`![x](i.png)`\n\n```md\n![x](i.png)\n```\n', 0],
  ['comments', '<!-- ![x](i.png) <img src="i.png"> -->\n', 0],
  ['places that lead nowhere', '![x](gone.png) ![y](../i.png) ![z](javascript:i.png)\n', 0],
  ['the heading that repeats the title', '# ![Title of](i.png) doc.a\n\nText.\n', 1],
  ['plain text', `${'>'.repeat(200)} ![x](i.png)\n`, 0],
  ['a component', '<Figure caption="y">\n  ![x](i.png)\n</Figure>\n', 1, 'a.mdx'],
  ['an attribute of a component', '<Video src="i.png" title="x" />\n', 0, 'a.mdx'],
  ['MDX that cannot be used', '<Unknown>\n  ![x](i.png)\n</Unknown>\n', 1, 'a.mdx'],
])('%s', (_what, body, count, file = 'a.md') => {
  const portal = portalOf({ ...assets, [file]: doc('doc.a', body) });

  test('publishes what is shown, before and after pages are rendered', () => {
    const before = published(portal);
    expect(before).toHaveLength(count);
    const shown = [...shownOnPages(portal), ...shownInTwins(portal)];
    expect(before).toEqual([...new Set(shown)].sort());
    expect(published(portal)).toEqual(before);
  });
});

test('a whole corpus publishes what is shown', () => {
  const portal = portalOf(syntheticCorpus(40));
  const before = published(portal);
  expect(before).toHaveLength(1);
  expect(before).toEqual([...new Set([...shownOnPages(portal), ...shownInTwins(portal)])]);
});

test('equal files are published once, under a name made of their content', () => {
  const files = { 'i.png': 'same', 'j.png': 'same', 'unused.png': 'unused' };
  const portal = portalOf({ ...files, 'a.md': doc('doc.a', '![x](i.png) ![y](j.png)\n') });
  expect(published(portal)).toEqual([expect.stringMatching(/^images\/[0-9a-f]{12}\.png$/)]);
});

test('any published file can be served without rendering a page', () => {
  const portal = portalOf({ ...assets, 'a.md': doc('doc.a', '[x](deck.pdf)\n') });
  const [path = ''] = published(portalOf({ ...assets, 'a.md': doc('doc.a', '[x](deck.pdf)\n') }));
  expect(portal.assets.at(path)?.path).toBe('deck.pdf');
  expect(portal.assets.at('images/000000000000.png')).toBeUndefined();
});

test('an asset that no link leads to has no address, and asking for one publishes nothing', () => {
  const { registry } = portalOf({ 'a.md': doc('doc.a', '![Seen](i.png)\n'), ...assets });
  const published = new PublishedAssets(registry);
  const asset = (path: string) => {
    const found = registry.assets.get(path);
    if (!found) throw new Error(`There is no ${path}.`);
    return found;
  };
  expect(published.urlOf(asset('deck.pdf'))).toBeUndefined();
  expect([...published.byPath().values()]).toEqual([asset('i.png')]);
  expect(published.urlOf(asset('i.png'))).toMatch(/^\/images\/[0-9a-f]{12}\.png$/);
});
