/** Diagrams of every shape that operations documents use, held to what a page may contain. */
import type { Element } from 'hast';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { drawDiagram } from '../../../src/portal/html/draw-diagram.ts';
import { toHtml } from '../../../src/portal/html/to-html.ts';

const INIT =
  '%%{init: {"theme": "base", "themeVariables": {"primaryColor": "#e2e8f0", "lineColor": "#94a3b8"}}}%%\n';

/** Name → source, and how many nodes it has. */
const DIAGRAMS: Readonly<Record<string, readonly [source: string, nodes: number]>> = {
  'chain with words on the arrows': [
    'graph LR\nA["received"] -->|"read by a person"| B["accepted"]\nB -->|"packed"| C["sent"]\nstyle A fill:#f87171,color:#000',
    3,
  ],
  'loop behind a question': [
    'graph LR\nA[Pick parcel] --> B[Weigh]\nB --> C{Too heavy?}\nC -->|yes| A\nC -->|no| D[Hand over]',
    4,
  ],
  'nodes named after they are used': [
    'graph TD\nDESK -->|"asks"| STORE\nSTORE <-->|"counts"| BOOK\nsubgraph Yard ["Back yard"]\nSTORE["Store room"]\nend\nBOOK[(Ledger)]\nDESK["👤 Front desk"]',
    3,
  ],
  'groups as ends of arrows': [
    'graph TD\nsubgraph One ["Round 1: together"]\nA1["#1 Sweep → Ann"]\nA2["#2 Wash → Bo"]\nend\nsubgraph Two ["Round 2"]\nA3["#3 Polish → Ann"]\nend\nGO["All agreed"] --> One\nOne -->|"both done"| Two',
    4,
  ],
  'groups without arrows': [
    'graph TD\nsubgraph In Place\nA[Sections + labels]\nB[Scanner]\nend\nsubgraph Not Yet\nC[Lift]\nend\nstyle A fill:#34d399',
    3,
  ],
  'many ways into one': [
    'graph TD\nP[Parcel] --> Q{What is in it?}\nQ -->|Glass or china| H[A person packs]\nQ -->|Batteries| H\nQ -->|Anything else| M[The machine packs]\nM --> OUT[Out]\nH --> OUT',
    5,
  ],
  'dotted and thick lines, other shapes': [
    'flowchart TB\nA([Start]) -.-> B[[Count]]\nB ==> C((End))\nA & B --> D{{Both}}',
    4,
  ],
  'colours of a theme directive': [`${INIT}graph LR\nA --> B\nstyle A fill:#1e293b\n`, 2],
};

function draw(source: string, idPrefix = 'diagram-1'): Element {
  const drawing = drawDiagram(source, { name: 'The way of a parcel', idPrefix });
  if (drawing.kind === 'failed') throw new Error(drawing.reason);
  return drawing.svg;
}

function elementsOf(svg: Element): Element[] {
  const found: Element[] = [];
  visit(svg, 'element', (element) => {
    found.push(element);
  });
  return found;
}

describe.each(Object.entries(DIAGRAMS))('%s', (_name, [source, nodes]) => {
  const svg = draw(source);

  test('is drawn with all its nodes, none by its id alone', () => {
    const groups = elementsOf(svg).filter(({ properties }) =>
      [properties.className].flat().includes('node'),
    );
    expect(groups).toHaveLength(nodes);
  });

  test('holds no style and fetches nothing', () => {
    const html = toHtml({ type: 'root', children: [svg] });
    expect(html).not.toMatch(/<style|\sstyle=|@import|https?:|data-/);
    expect(html).toMatch(/^<svg [^>]*width="\d+" height="\d+"[^>]*role="img"/);
  });

  test('has a name, and ids of its own', () => {
    const ids = elementsOf(svg).flatMap(({ properties: { id } }) => id ?? []);
    expect(ids.every((id) => String(id).startsWith('diagram-1-'))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    const html = toHtml({ type: 'root', children: [svg] });
    expect(html).toContain('aria-labelledby="diagram-1-title"');
    expect(html).toContain('<title id="diagram-1-title">The way of a parcel</title>');
    const used = [...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id = '']) => id);
    expect(used.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

test('a node shows the words it is given later', () => {
  const source = DIAGRAMS['nodes named after they are used']?.[0] ?? '';
  const html = toHtml({ type: 'root', children: [draw(source)] });
  expect(html).toContain('>Store room</text>');
  expect(html).not.toContain('>STORE</text>');
  expect(html).toContain('👤 Front desk → Store room (asks); Store room → Ledger (counts).');
});

test.each([
  ['#1e293b', '#fff'],
  ['#000', '#fff'],
  ['#fbbf24', '#000'],
  ['#a78bfa', '#000'],
])('words on %s are %s in both themes', (fill, ink) => {
  const html = toHtml({
    type: 'root',
    children: [draw(`graph LR\nA --> B\nstyle A fill:${fill}`)],
  });
  expect(html).toMatch(new RegExp(`fill="${ink}"[^>]*>A</text>`));
  expect(html).toMatch(/fill="var\(--_text\)"[^>]*>B<\/text>/);
});

test('two drawings on a page share no id', () => {
  const ids = ['diagram-1', 'diagram-2'].flatMap((prefix) =>
    elementsOf(draw('graph LR\nA --> B', prefix)).flatMap(({ properties: { id } }) => id ?? []),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('what cannot be drawn says why', () => {
  const drawing = drawDiagram('nonsense', { name: 'x', idPrefix: 'x' });
  expect(drawing).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/\w/) });
});

test.each(['style a fill:URL', 'classDef x stroke:URL\nclass a x', 'style a fill:u\\72l(//a.b)'])(
  'nothing in a drawing is loaded from elsewhere: %s',
  (line) => {
    for (const url of ['url(https://example.org/a.svg#b)', 'image-set("//a.b" 1x)', 'url( #a)']) {
      const html = toHtml({
        type: 'root',
        children: [draw(`graph TD\na --> b\n${line.replace('URL', url)}`)],
      });
      expect(html).not.toMatch(/example\.org|a\.b|72l|url\( /);
      expect(html).toContain('marker-end="url(#');
    }
  },
);
