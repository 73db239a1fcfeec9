/** Applying the edit of a finding mends that finding, makes no other, and is done in one go. */
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import {
  EXAMPLE_SOP,
  exampleDocument,
  exampleTask,
  exampleWorkflow,
  exampleWorkflowWith,
} from '../../src/rules/engine/example-files.ts';
import { applyEdit, diagnosticsOf, type Files } from '../support/content.ts';

const step = (line: string): Files => ({
  'flow.md': exampleDocument('task-template.flow'),
  'sop.md': EXAMPLE_SOP.replace('2. Publish it. <!-- step: publish-video -->', line),
});
const alias = (body: string, keys = ''): Files => ({
  'team/a.md': exampleDocument('doc.a', body, keys),
  'b c.md': exampleDocument(
    'doc.b',
    '## Part\n\n[[doc.a]]\n',
    'aliases: [doc.old, team/old place.md, old.md]\n',
  ),
});
const workflow = (text: string): Files => ({
  'sop.md': EXAMPLE_SOP,
  'other.md': EXAMPLE_SOP.replace('sop.media.publish', 'sop.media.other').replace(
    'task-template.flow',
    'sop.media.publish',
  ),
  'flow.md': text,
});
const other = exampleTask('check').replace('sop.media.publish', 'sop.media.other');

const CASES: readonly (readonly [string, Files, string, string])[] = [
  [
    'sop/misplaced-step-marker',
    step('2. <!-- step: publish-video --> Publish **it**.'),
    'sop.md',
    '2. Publish **it**. <!-- step: publish-video -->\n',
  ],
  [
    'sop/misplaced-step-marker',
    step('2. Publish <!-- step: publish-video --> it.'),
    'sop.md',
    '2. Publish it. <!-- step: publish-video -->\n',
  ],
  [
    'sop/misplaced-step-marker',
    step('2. Publish it.\n   <!-- step: publish-video -->'),
    'sop.md',
    '2. Publish it. <!-- step: publish-video -->\n',
  ],
  [
    'sop/misplaced-step-marker',
    step('2. Publish it,\n   all of it. <!-- step: publish-video -->'),
    'sop.md',
    '2. Publish it, <!-- step: publish-video -->\n   all of it.',
  ],
  [
    'sop/misplaced-step-marker',
    step('2. Publish it.\\\n   Wait. <!-- step: publish-video -->'),
    'sop.md',
    '2. Publish it. <!-- step: publish-video -->\\\n   Wait.',
  ],
  [
    'reference/split-wiki-link',
    {
      'a.md': exampleDocument('doc.a', '| A | B |\n| - | - |\n| [[doc.b|B]] | x |\n'),
      'b.md': exampleDocument('doc.b', '[[doc.a]]\n'),
    },
    'a.md',
    '| [[doc.b\\|B]] | x |',
  ],
  ['reference/via-alias', alias('See [[doc.old]].\n'), 'team/a.md', 'See [[doc.b]].'],
  [
    'reference/via-alias',
    alias('See [[doc.old#part|the part]].\n'),
    'team/a.md',
    'See [[doc.b#part|the part]].',
  ],
  [
    'reference/via-alias',
    alias('See [old](doc:doc.old#part "Old").\n'),
    'team/a.md',
    'See [old](doc:doc.b#part "Old").',
  ],
  [
    'reference/via-alias',
    alias('See <a href="doc:doc.old">it</a>.\n'),
    'team/a.md',
    'See <a href="doc:doc.b">it</a>.',
  ],
  [
    'reference/via-alias',
    alias('See [it][ref].\n\n[ref]: doc:doc.old\n'),
    'team/a.md',
    '[ref]: doc:doc.b\n',
  ],
  [
    'reference/via-alias',
    alias('See [it](../old.md#part).\n'),
    'team/a.md',
    'See [it](../b%20c.md#part).',
  ],
  [
    'reference/via-alias',
    alias('See [[doc.b]].\n', 'related_docs: ["[[doc.old]]"]\n'),
    'team/a.md',
    'related_docs: ["[[doc.b]]"]',
  ],
  [
    'template/undeclared-source',
    workflow(exampleWorkflowWith([other])),
    'flow.md',
    'sourceDocIds: [sop.media.publish, sop.media.other]\n',
  ],
  [
    'template/undeclared-source',
    workflow(
      exampleWorkflowWith([other]).replace(
        '[sop.media.publish]',
        '\n    - sop.media.publish # first',
      ),
    ),
    'flow.md',
    '    - sop.media.publish # first\n    - sop.media.other\n',
  ],
  [
    'template/undeclared-source',
    workflow(exampleWorkflow().replace('[sop.media.publish]', '[]')),
    'flow.md',
    'sourceDocIds: [sop.media.publish]\n',
  ],
  [
    'template/undeclared-source',
    workflow(exampleWorkflow().replace('  sourceDocIds: [sop.media.publish]\n', '')),
    'flow.md',
    '  sourceDocIds: [sop.media.publish]\n  tasks:\n',
  ],
];

function fixable(files: Files, code: string): Diagnostic[] {
  return diagnosticsOf(files).filter((each) => each.code === code && each.suggestion?.replace);
}

describe('the edit of a finding', () => {
  test.each(CASES)('%s: %#', (code, files, path, text) => {
    const [finding, ...more] = fixable(files, code);
    if (!finding) throw new Error(`There is no ${code} with an edit.`);
    expect(more).toEqual([]);
    const mended = { ...files, [path]: applyEdit(files[path] ?? '', finding) };
    expect(mended[path]).toContain(text);
    const codes = (each: Files) =>
      diagnosticsOf(each).flatMap((diagnostic) =>
        diagnostic.severity === 'info' ? [] : [diagnostic.code],
      );
    expect(codes(mended).sort()).toEqual(
      codes(files)
        .filter((each) => each !== code)
        .sort(),
    );
  });

  test.each([
    ['a name in code', step('2. Press `all\n   of it` <!-- step: publish-video -->')],
    [
      'a step that has a name',
      step('2. It. <!-- step: publish-video -->\n   <!-- step: second -->'),
    ],
    ['a nested item', step('2. It. <!-- step: publish-video -->\n   - Part <!-- step: second -->')],
  ])('is not offered for %s', (_case, files) => {
    const findings = diagnosticsOf(files).filter(
      ({ code }) => code === 'sop/misplaced-step-marker',
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.suggestion?.replace).toBeUndefined();
  });
});
