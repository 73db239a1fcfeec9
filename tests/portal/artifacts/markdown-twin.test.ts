/** What programs read instead of pages. */
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Artifact } from '../../../src/portal/artifacts/artifact.ts';
import { createArtifacts } from '../../../src/portal/artifacts/artifacts.ts';
import { MAX_LLMS_LENGTH } from '../../../src/portal/artifacts/llms-text.ts';
import {
  EXAMPLE_SOP,
  exampleTask,
  exampleWorkflow,
  exampleWorkflowWith,
} from '../../../src/rules/engine/example-files.ts';
import { doc, type Files } from '../../support/content.ts';
import { portalOf } from '../../support/portal.ts';
import { syntheticCorpus } from '../../support/synthetic-corpus.ts';

function textsOf(files: Files): Map<string, string> {
  const artifacts = createArtifacts(portalOf(files), 'content');
  const isText = (artifact: Artifact) => 'content' in artifact;
  return new Map(
    artifacts.filter(isText).map(({ path, content }) => [path, content] as [string, string]),
  );
}

const others: Files = {
  'b.md': doc('doc.b', '## Part\n', 'aliases: [doc.old]\n'),
  'ops/c d.md': doc('doc.c', 'Text.\n'),
  'i.png': 'image',
};

function bodyOf(body: string, path = 'a.md'): string {
  const twin = textsOf({ ...others, [path]: doc('doc.a', body) }).get('docs/doc.a.md') ?? '';
  return twin.split('# Title of doc.a\n\n')[1] ?? '';
}

describe('links of a twin lead to other twins', () => {
  test.each([
    ['[[doc.b]]', '[Title of doc.b](/docs/doc.b.md)'],
    ['[[doc.old#part|there]]', '[there](/docs/doc.b.md#part)'],
    ['| [[doc.b\\|x]] |\n| - |', '| [x](/docs/doc.b.md) |\n| - |'],
    ['[x](b.md#part "T")', '[x](/docs/doc.b.md#part "T")'],
    ['[x](<ops/c d.md>)', '[x](</docs/doc.c.md>)'],
    ['[x](doc:doc.old)', '[x](/docs/doc.b.md)'],
    ['[x][r]\n\n[r]: b.md', '[x][r]\n\n[r]: /docs/doc.b.md'],
    ['<a href="b.md">x</a>', '<a href="/docs/doc.b.md">x</a>'],
    ['[x](https://example.org/a.md)', '[x](https://example.org/a.md)'],
    ['`[[doc.b]]` and [x](gone.md)', '`[[doc.b]]` and [x](gone.md)'],
    ['[![i](i.png)](b.md)', /^\[!\[i\]\(\/images\/[0-9a-f]{12}\.png\)\]\(\/docs\/doc\.b\.md\)\n$/],
  ])('%s', (written, expected) => {
    if (typeof expected === 'string') expect(bodyOf(`${written}\n`)).toBe(`${expected}\n`);
    else expect(bodyOf(`${written}\n`)).toMatch(expected);
  });
});

test('a twin says on top what it is, and nothing in it can break out', () => {
  const twin = textsOf({
    'a.md': doc(
      'doc.a',
      'Text.\n',
      'owner: "Line\\n---\\nid: x"\nreviewed_at: 2026-01-31\nreview_every: P1M\n',
    ),
  }).get('docs/doc.a.md');
  const [, header = ''] = /^---\n([\s\S]*?)\n---\n/.exec(twin ?? '') ?? [];
  expect(parseYaml(header)).toEqual({
    id: 'doc.a',
    title: 'Title of doc.a',
    type: 'Document',
    url: '/docs/doc.a/',
    owner: 'Line\n---\nid: x',
    reviewed: '2026-01-31',
    next_review: '2026-02-28',
  });
});

test('components are shown as what they hold', () => {
  const body = '<Callout type="tip" title="Mind this">\n  See [[doc.b]].\n</Callout>\n';
  expect(bodyOf(body, 'a.mdx')).toBe('**Mind this**\n\nSee [Title of doc.b](/docs/doc.b.md).\n');
});

test('a workflow is told task by task', () => {
  const twin = textsOf({ 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow() }).get(
    'docs/task-template.flow.md',
  );
  expect(twin).toContain('[JSON](/api/templates/flow.json)');
  expect(twin).toMatch(/- `publish`: .*\n {2}- Due: .*\n/);
  expect(twin).toContain('](/docs/sop.media.publish.md#step-publish-video)');
});

test('a workflow says who does what, what it asks and judges, and where its links lead', () => {
  const flow = exampleWorkflowWith(
    [
      exampleTask('check', [
        'dependsOn: [publish]',
        'approval: { of: [publish] }',
        'notBy: [publish]',
        'form: [{ name: note, label: Note, type: long-text }]',
      ]),
    ],
    [
      'defaultAssignee: editor',
      'roles: { editor: Editor in chief }',
      'inputs: [{ name: tool, label: Tool, type: text, required: true }]',
      'references:',
      '  - { name: How, url: "sop.media.publish#step-publish-video" }',
      '  - { name: Lost, url: "sop.media.publish#gone" }',
      '  - { name: README, url: a/README.md }',
      '  - { name: Site, url: "https://example.org/" }',
    ],
  );
  const twin = textsOf({ 'sop.md': EXAMPLE_SOP, 'flow.md': flow }).get(
    'docs/task-template.flow.md',
  );
  for (const line of [
    '- Tool: One line; required',
    '  - Who: Editor in chief',
    '  - Judges, pass or fail: `publish`',
    '  - Not by whoever closed: `publish`',
    '  - Asks: Note: Text; optional',
    '- [How](/docs/sop.media.publish.md#step-publish-video)',
    '- [Lost](/docs/sop.media.publish.md)',
    '- README: `a/README.md`',
    '- Site: <https://example.org/>',
  ]) {
    expect(twin?.split('\n')).toContain(line);
  }
});

describe('llms.txt', () => {
  test('lists every document with its summary', () => {
    const text = textsOf({ 'a.md': doc('doc.a', 'Text.\n', 'summary: What it\n  says.\n') });
    expect(text.get('llms.txt')).toContain('- [Title of doc.a](/docs/doc.a.md): What it says.\n');
  });

  test('is divided by domain when it grows, and every document stays listed', () => {
    const texts = textsOf(syntheticCorpus(1_500));
    const files = [...texts].filter(([path]) => path.startsWith('llms'));
    expect(files.length).toBeGreaterThan(2);
    for (const [, content] of files) expect(content.length).toBeLessThan(MAX_LLMS_LENGTH);
    const listed = files.flatMap(([, content]) => [...content.matchAll(/\/docs\/[^)]+\.md/g)]);
    expect(listed.length).toBe(1_500);
    const linked = [...(texts.get('llms.txt') ?? '').matchAll(/\(\/(llms\/[^)]+)\)/g)];
    expect(linked.map(([, path]) => path).sort()).toEqual(
      files
        .map(([path]) => path)
        .filter((path) => path !== 'llms.txt')
        .sort(),
    );
  });
});

test('MDX that is refused is shown as it is written', () => {
  const body = bodyOf('The sum is {1 + 1}.\n\nimport a from "a"\n\n[x](b.md)\n', 'a.mdx');
  expect(body).toBe('The sum is {1 + 1}.\n\nimport a from "a"\n\n[x](/docs/doc.b.md)\n');
});
