/** A move keeps every link leading where it led, in any form it may be written in. */
import { describe, expect, test } from 'vitest';
import { type MovePlan, planMove } from '../../src/registry/move-files.ts';
import { diagnosticsOf, doc, type Files, registryOf, sourcesOf } from '../support/content.ts';
import fc from '../support/generated.ts';
import { syntheticCorpus } from '../support/synthetic-corpus.ts';

function move(files: Files, from: string, to: string): { files: Files; plan: MovePlan } {
  const plan = planMove(sourcesOf(files), from, to);
  const entries = Object.entries(files).map(([path, text]): [string, string] => {
    const now = plan.paths.get(path) ?? path;
    return [now, plan.texts.get(now) ?? text];
  });
  return { files: Object.fromEntries(entries), plan };
}

/** What the body of `a/from.md` reads after a move of the files around it. */
function bodyAfter(body: string, from: string, to: string, others: Files = FILES): string {
  const files = { ...others, 'a/from.md': doc('doc.from', body) };
  const now = move(files, from, to).files;
  const text = Object.entries(now).find(([, each]) => each.includes('id: doc.from\n'))?.[1] ?? '';
  return text.slice(doc('doc.from', '').length);
}

const FILES: Files = {
  'a/to.md': doc('doc.to', '## Part\n'),
  'a/b (2).md': doc('doc.b', 'Text.\n'),
  'a/dot.svg': '',
  'b/README.md': doc('doc.readme', 'Text.\n'),
  'b/deep/other.md': doc('doc.other', 'Text.\n'),
  'plain.md': 'Text.\n',
};

describe('links to a file that moves', () => {
  test.each([
    ['[x](to.md)', '[x](../c/new.md)'],
    ['[x](./to.md)', '[x](../c/new.md)'],
    ['[x](/a/to.md)', '[x](/c/new.md)'],
    ['[x](../a/to.md#part)', '[x](../c/new.md#part)'],
    ['[x](to.md?plain=1#part "Title")', '[x](../c/new.md?plain=1#part "Title")'],
    ['[x](<to.md> (Title))', '[x](<../c/new.md> (Title))'],
    ['[`to.md` *to.md*](to.md)', '[`to.md` *to.md*](../c/new.md)'],
    ['[![to.md](dot.svg)](to.md)', '[![to.md](dot.svg)](../c/new.md)'],
    ['[x][r] and [r]\n\n[r]: to.md "to.md"', '[x][r] and [r]\n\n[r]: ../c/new.md "to.md"'],
    ['<a class="to.md" href="to.md">to.md</a>', '<a class="to.md" href="../c/new.md">to.md</a>'],
    ["<a href='to.md#part'>x</a>", "<a href='../c/new.md#part'>x</a>"],
    ['<a href=to.md#part>x</a>', '<a href="../c/new.md#part">x</a>'],
    ['[[a/to.md]] [[a/to.md#part|to]]', '[[c/new.md]] [[c/new.md#part|to]]'],
    ['| x |\n| - |\n| [[a/to.md\\|to]] |', '| x |\n| - |\n| [[c/new.md\\|to]] |'],
    ['[x](doc:a/to.md#part)', '[x](doc:c/new.md#part)'],
    ['> quoted [two\n> lines](to.md)', '> quoted [two\n> lines](../c/new.md)'],
    ['1. a [x](to.md) <!-- step: x -->', '1. a [x](../c/new.md) <!-- step: x -->'],
    ['[[doc.to]] [x](doc:doc.to) `[x](to.md)`', '[[doc.to]] [x](doc:doc.to) `[x](to.md)`'],
    ['[x](https://example.org/to.md)', '[x](https://example.org/to.md)'],
  ])('%s', (before, after) => {
    expect(bodyAfter(`${before}\n`, 'a/to.md', 'c/new.md')).toBe(`${after}\n`);
  });

  test.each([
    ['[x](to.md)', 'a/with space (2).md', '[x](with%20space%20%282%29.md)'],
    ['[x](<to.md>)', 'a/with space (2).md', '[x](<with space (2).md>)'],
    [
      '<a href="to.md">x</a>',
      'a/"q" & 100%25 #1.md',
      '<a href="%22q%22%20&%20100%2525%20%231.md">x</a>',
    ],
    ['[x](to.md)', 'a/é 日本.md', '[x](é%20日本.md)'],
    ['[x](to.md)', 'a/b:c.md', '[x](./b:c.md)'],
    ['[x](b%20(2).md)', 'a/b.md', '[x](b.md)'],
  ])('%s when it becomes %s', (before, to, after) => {
    const from = before.includes('b%20') ? 'a/b (2).md' : 'a/to.md';
    expect(bodyAfter(`${before}\n`, from, to)).toBe(`${after}\n`);
  });
});

describe('links out of a file that moves', () => {
  test.each([
    ['[x](to.md#part)', '[x](../../a/to.md#part)'],
    ['![x](./dot.svg)', '![x](../../a/dot.svg)'],
    ['<img src="dot.svg" alt="x">', '<img src="../../a/dot.svg" alt="x">'],
    ['[x](../b/)', '[x](../../b/)'],
    ['[x](../b)', '[x](../../b)'],
    ['[x](/b/README.md)', '[x](/b/README.md)'],
    ['[x](#here)\n\n## Here', '[x](#here)\n\n## Here'],
    ['[x](gone.md)', '[x](../../a/gone.md)'],
    ['[x](../../outside.md)', '[x](../../../outside.md)'],
    ['[x](100%.md)', '[x](../../a/100%.md)'],
    ['[[../b/deep/other.md]]', '[[../../b/deep/other.md]]'],
    ['[[b/deep/other.md]]', '[[b/deep/other.md]]'],
  ])('%s', (before, after) => {
    expect(bodyAfter(`${before}\n`, 'a/from.md', 'c/d/from.md')).toBe(`${after}\n`);
  });
});

describe('folders', () => {
  test('links inside of one stay, links across its border follow', () => {
    const body = '[in](to.md) ![in](dot.svg) [out](../b/deep/other.md)\n';
    expect(bodyAfter(body, 'a', 'x/y')).toBe(
      '[in](to.md) ![in](dot.svg) [out](../../b/deep/other.md)\n',
    );
    expect(bodyAfter('[x](../b/) [y](../b/deep/other.md)\n', 'b', 'c/b')).toBe(
      '[x](../c/b/) [y](../c/b/deep/other.md)\n',
    );
  });

  test('the index of a folder that becomes another file is linked by its name', () => {
    expect(bodyAfter('[x](../b/)\n', 'b/README.md', 'b/start.md')).toBe('[x](../b/start.md)\n');
  });
});

test('references of the frontmatter follow in their own style', () => {
  const keys = `related_docs:
  - a/to.md # why
  - "a/to.md"
  - '../a/to.md'
  - '[[a/to.md]]'
  - doc.to
`;
  const files = { ...FILES, 'b/refs.md': doc('doc.refs', 'Text.\n', keys) };
  expect(move(files, 'a/to.md', 'c/new.md').files['b/refs.md']).toContain(`related_docs:
  - c/new.md # why
  - "c/new.md"
  - '../c/new.md'
  - '[[c/new.md]]'
  - doc.to
`);
  const flow = { ...FILES, 'r.md': doc('doc.refs', 'T.\n', 'related_docs: [a/to.md, doc.b]\n') };
  expect(move(flow, 'a/to.md', 'c/n, e.md').files['r.md']).toContain(
    'related_docs: ["c/n, e.md", doc.b]\n',
  );
});

test('links that runs carry follow a document, and stay where they lead to nothing here', () => {
  const flow = `---
id: task-template.flow
title: Flow
doc_type: task-template
template:
  type: flow
  anchor: { label: Day }
  trigger: { type: manual }
  references:
    - { name: Guide, url: a/to.md }
    - { name: Elsewhere, url: assistants/README.md }
  tasks:
    - { refId: one, description: One, offsetDays: 0 }
---

Text.
`;
  const moved = move({ ...FILES, 'flow.md': flow }, 'a/to.md', 'c/new.md').files['flow.md'];
  expect(moved).toContain('{ name: Guide, url: c/new.md }');
  expect(moved).toContain('{ name: Elsewhere, url: assistants/README.md }');
});

test('an id made from the path is renamed wherever it is used', () => {
  const files = {
    ...FILES,
    'u.md': doc('doc.u', '[[doc.plain|x]]\n', 'related_docs: [doc.plain]\n'),
  };
  const { files: now } = move(files, 'plain.md', 'media/sops/plain.md');
  expect(now['u.md']).toBe(
    doc('doc.u', '[[sop.media.plain|x]]\n', 'related_docs: [sop.media.plain]\n'),
  );
});

test('a file may move to where a broken link looked for it', () => {
  expect(bodyAfter('[x](new.md)\n', 'a/to.md', 'a/new.md')).toBe('[x](new.md)\n');
});

test.each([
  ['a/too.md', 'c.md', 'There is no `a/too.md` in the content. Did you mean `a/to.md`?'],
  ['a/to.md', 'a/to.md', 'is there already'],
  ['a/to.md', 'plain.md', '`plain.md` is in the way'],
  ['a', 'b', 'is in the way'],
  ['a', 'a/b', 'cannot move into itself'],
  ['a/to.md', 'a/to', 'has to keep its ending'],
  ['a/to.md', '.a/to.md', 'would not be read any more'],
])('%s cannot become %s', (from, to, reason) => {
  expect(() => planMove(sourcesOf(FILES), from, to)).toThrow(reason);
});

test('moves of a corpus make no finding and lose no backlink, there and back', () => {
  const corpus = syntheticCorpus(60);
  const folders = [...new Set(Object.keys(corpus).map((path) => path.split('/')[0] ?? ''))];
  const backlinksOf = (files: Files) => {
    const registry = registryOf(files);
    return registry.documents
      .map(({ id }) => [
        id,
        registry
          .backlinks(id)
          .map((each) => each.id)
          .sort(),
      ])
      .sort();
  };
  const clean = diagnosticsOf(corpus).length;
  const [links, name] = [backlinksOf(corpus), fc.constantFrom('x', 'x/y z', 'é/(1)', 'a#b/c?d')];
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(corpus), ...folders), name, (from, to) => {
      const goal = `${to}/${from.split('/').at(-1)}`;
      const there = move(corpus, from, goal);
      expect(diagnosticsOf(there.files)).toHaveLength(clean);
      expect(backlinksOf(there.files)).toEqual(links);
      const back = move(there.files, goal, from);
      expect(backlinksOf(back.files)).toEqual(links);
      expect(Object.keys(back.files).sort()).toEqual(Object.keys(corpus).sort());
    }),
    { numRuns: 30 },
  );
});
