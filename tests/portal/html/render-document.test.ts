import { expect, test } from 'vitest';
import { renderDocument } from '../../../src/portal/html/render-document.ts';
import { EXAMPLE_SOP } from '../../../src/rules/engine/example-files.ts';
import { measureImage } from '../../../src/source/image-size.ts';
import { doc, type Files, registryOf } from '../../support/content.ts';

const assets = {
  urlOf: ({ path }: { path: string }) => `/assets/${path}`,
  sizeOf: () => ({ width: 640, height: 480 }),
};

function htmlOf(body: string, others: Files = {}): string {
  const registry = registryOf({ ...others, 'a.md': doc('doc.a', body) });
  const document = registry.get('doc.a');
  return document ? renderDocument(document, { registry, assets }) : '';
}

const others: Files = { 'b.md': doc('doc.b', '## Part\n'), 'i.png': '' };

test.each([
  ['[x](b.md#part)', '<a href="/docs/doc.b/#part">x</a>'],
  ['[[doc.b]]', '<a href="/docs/doc.b/">Title of doc.b</a>'],
  ['[[doc.b#part|there]]', '<a href="/docs/doc.b/#part">there</a>'],
  ['[x][r]\n\n[r]: b.md', '<a href="/docs/doc.b/">x</a>'],
  ['<a href="b.md">x</a>', '<a href="/docs/doc.b/">x</a>'],
  [
    '![alt](i.png)',
    '<img src="/assets/i.png" alt="alt" width="640" height="480" loading="lazy" decoding="async">',
  ],
  [
    '<img src="i.png" alt="alt">',
    '<img src="/assets/i.png" alt="alt" width="640" height="480" loading="lazy" decoding="async">',
  ],
  ['[x](https://example.org/)', '<a href="https://example.org/" rel="noreferrer">x</a>'],
])('%s works', (markdown, html) => {
  expect(htmlOf(markdown, others)).toContain(html);
});

test.each([
  ['[x *y*](gone.md)', '<del class="broken-link">x <em>y</em></del>'],
  ['[[doc.gone|x]]', '<del class="broken-link">x</del>'],
  ['![alt](gone.png)', '<del class="broken-link">alt</del>'],
  ['[x](javascript:alert(1))', '<del class="broken-link">x</del>'],
  ['[x](../outside.md)', '<del class="broken-link">x</del>'],
])('%s leads nowhere and is struck through', (markdown, html) => {
  expect(htmlOf(markdown)).toBe(`<p>${html}</p>`);
});

test.each([
  '<script>alert(1)</script>',
  '<img src="x" onerror="alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<svg><script>alert(1)</script></svg>',
  '<style>body { display: none }</style>',
  '<p style="display: none">x</p>',
  '<iframe src="https://example.org"></iframe>',
  '<form action="/sign-out" method="post"><input type="submit"></form>',
  '<object data="x"></object><embed src="x"><base href="/x">',
  '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>',
])('%s is made harmless', (html) => {
  expect(htmlOf(`Before\n\n${html}\n\nafter ${html}\n`)).not.toMatch(
    /<(?:script|style|iframe|form|object|embed|base|svg|math)|<[^>]*(?:\son\w+=|javascript:|style=)/i,
  );
});

test('the first heading is not repeated when it is the title', () => {
  expect(htmlOf('# Title of doc.a\n\nText.\n')).toBe('<p>Text.</p>');
  expect(htmlOf('# Another\n')).toContain('<h1 id="another">Another');
});

test('steps carry their fragment and hash, and no marker', () => {
  const registry = registryOf({ 's.md': EXAMPLE_SOP });
  const document = registry.get('sop.media.publish');
  const html = document ? renderDocument(document, { registry, assets }) : '';
  expect(html).toMatch(/<li id="step-upload-video" data-step="sha256:[0-9a-f]{64}">/);
  expect(html).toContain('Upload the video.');
  expect(html).not.toContain('<!--');
});

test('the steps of a later group go on counting', () => {
  const html = htmlOf('## Procedure\n\n1. a\n2. b\n\n### Then\n\n1. c\n');
  expect(html).toContain('<ol start="3">');
});

test('GitHub alerts become labelled asides', () => {
  expect(htmlOf('> [!NOTE]\n> Mind this.\n')).toBe(
    '<aside class="callout callout-note">\n<p class="callout-title">Note</p>\n<p>Mind this.</p>\n</aside>',
  );
  expect(htmlOf('> A quotation.\n')).toContain('<blockquote>');
});

test('raw HTML elsewhere on the page takes nothing from an alert', () => {
  const alert = '> [!NOTE]\n> Mind this.\n';
  expect(htmlOf(`${alert}\nPress <kbd>/</kbd>.\n`)).toContain(htmlOf(alert));
});

test('rendering twice gives the same HTML', () => {
  const registry = registryOf({ 'a.md': doc('doc.a', '> [!TIP]\n> Text.\n') });
  const document = registry.get('doc.a');
  const render = () => (document ? renderDocument(document, { registry, assets }) : '');
  const first = render();
  expect(render()).toBe(first);
  expect(first).toContain('callout-tip');
});

test('a document that nests too deeply is shown as it is written', () => {
  expect(htmlOf(`${'>'.repeat(200)} <b>x</b>\n`)).toMatch(/^<pre>\n?&#x3E;|^<pre>\n?>/);
});

test('an image that stands alone leads to itself, captioned by its title', () => {
  expect(htmlOf('![alt](i.png "What to look at")\n', others)).toMatch(
    /^<figure class="figure"><a class="zoom" href="\/assets\/i\.png"><img [^>]*alt="alt"[^>]*><\/a><figcaption>What to look at<\/figcaption><\/figure>$/,
  );
  expect(htmlOf('Press ![alt](i.png) now.\n', others)).not.toContain('zoom');
  expect(htmlOf('[![alt](i.png)](b.md)\n', others)).not.toContain('zoom');
});

test('images have the size of their files, if these are images', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAEklEQVR4nGNkYPj/nwEKGGEMAB8MAgFnO0SVAAAAAElFTkSuQmCC',
    'base64',
  );
  expect(measureImage(png)).toEqual({ width: 3, height: 2 });
  expect(measureImage(new Uint8Array([1, 2, 3]))).toBeUndefined();
});

test('nothing that an author names takes the place of what the page calls its own', () => {
  expect(htmlOf('<img name="querySelectorAll" alt="A">\n')).not.toContain('name=');
  expect(htmlOf('<b id="page:sidebar" name="x">A</b> <b id="mine">B</b>\n')).toBe(
    '<p><b>A</b> <b id="mine">B</b></p>',
  );
  expect(htmlOf('<a name="old-anchor"></a>A\n')).toContain('<a name="old-anchor">');
  expect(htmlOf('## Page:sidebar\n')).toContain('id="pagesidebar"');
});

test('an address that nobody resolves is taken out', () => {
  const html = htmlOf(
    '<picture><source srcset="https://example.org/x.png 1x"><img src="i.png" alt="A"></picture>\n',
    others,
  );
  expect(html).toContain('<picture><source><img src="/assets/i.png"');
});

test('an image of another host is a link to it', () => {
  expect(htmlOf('![A chart](https://example.org/x.png)\n')).toBe(
    '<p><a href="https://example.org/x.png" rel="noreferrer">A chart</a></p>',
  );
  expect(htmlOf('[![Passing](//example.org/x.png)](https://example.org/)\n')).toBe(
    '<p><a href="https://example.org/" rel="noreferrer">Passing</a></p>',
  );
  expect(htmlOf('<img src="https://example.org/x.png">\n')).toContain('Image on another site');
});
