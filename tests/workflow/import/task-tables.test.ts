import { expect, test } from 'vitest';
import { parseDocument } from '../../../src/documents/document.ts';
import { readDue } from '../../../src/workflow/import/due-words.ts';
import { importTaskTables } from '../../../src/workflow/import/task-tables.ts';
import { doc } from '../../support/content.ts';

const HEAD = '---\nid: task-template.media.flow\ntitle: Flow\ndoc_type: task-template\n---\n';

function adopt(body: string, head = HEAD) {
  const result = importTaskTables({ path: 'media/flow.md', text: head + body });
  const text = result?.text ?? '';
  const document = parseDocument({ path: 'media/flow.md', text });
  if (document.kind === 'unreadable') throw new Error('The document cannot be read');
  const { problems, frontmatter } = document;
  expect(problems).toEqual([]);
  return {
    template: frontmatter.template,
    notes: result?.notes,
    body: text.slice(document.body.offset),
  };
}

test.each([
  ['T-14', -14],
  ['t + 2', 2],
  ['-14', -14],
  ['+1', 1],
  ['0', 0],
  ['−3', -3],
  ['`-2`'.replaceAll('`', ''), -2],
  ['D+2', 2],
  ['Day 3', 3],
  ['day 0', 0],
  ['2 days before', -2],
  ['a week before', -7],
  ['three days after the event', 3],
  ['2 weeks later', 14],
  ['T', 0],
  ['on the day', 0],
  ['Day of the event', 0],
  ['the day before', -1],
  ['the next day', 1],
  ['-2 days', -2],
])('%s is a day', (written, offsetDays) => {
  expect(readDue(written)).toEqual({ offsetDays });
});

test('workdays are workdays, and what cannot be told is not guessed', () => {
  expect(readDue('3 working days before')).toEqual({ offsetWorkdays: -3 });
  for (const written of [
    '',
    'soon',
    '14 days',
    'monday',
    '2026-07-22',
    'two months before',
    '1.5',
    '-2 or -3',
  ]) {
    expect([written, readDue(written)]).toEqual([written, undefined]);
  }
});

test('a table with every column becomes a workflow, and leaves the text', () => {
  const { template, notes, body } = adopt(`
Why.

## Summary

- Template type: \`oss\`
- Trigger: manual
- Anchor date: planned publication date
- Default assignee ID: \`user-operator\`

## Phases

- \`outreach\`: preparation. Write to the author.
- \`publication\`: after-event. Publish.

## Task definitions

| # | Ref ID | Offset | Phase | Operator action | Proof and waiting behavior | Instruction doc | Owner | Waiting | Tools | Depends on |
| - | - | -: | - | - | - | - | - | - | - | - |
| 1 | \`ask-author\` | -21 | \`outreach\` | Ask the **author**. | url: Tool GitHub<br>[HUMAN] A mailbox of a person. | \`sop.media.ask\`<br>step 2 | Editor | author reply | Google Docs, git | |
| 2 | \`publish\` | +1 | \`publication\` | Publish it. | Required link: \`YouTube\`. | [[sop.media.publish#step-upload]] | | - | | ask-author |

## Done

When all is done.
`);
  expect(template).toMatchObject({
    type: 'oss',
    anchor: { label: 'planned publication date' },
    trigger: { type: 'manual' },
    roles: { 'user-operator': 'user-operator', editor: 'Editor' },
    defaultAssignee: 'user-operator',
    bundleLinkDefinitions: [{ name: 'Tool GitHub' }, { name: 'YouTube' }],
    phases: [
      { id: 'outreach', name: 'Outreach', stage: 'preparation' },
      { id: 'publication', name: 'Publication', stage: 'after-event' },
    ],
  });
  expect(template?.tasks).toEqual([
    {
      refId: 'ask-author',
      description: 'Ask the author.',
      offsetDays: -21,
      phase: 'outreach',
      assignee: 'editor',
      instructionDocId: 'sop.media.ask',
      instructionStepId: '2',
      systems: ['google-docs', 'git'],
      requiredLinkName: 'Tool GitHub',
      requiredBundleLinks: ['Tool GitHub'],
      proofRequirement: { type: 'url', label: 'Tool GitHub', required: true },
      humanGate: 'A mailbox of a person.',
      waiting: { for: 'author reply', followUpDays: 3 },
    },
    {
      refId: 'publish',
      description: 'Publish it.',
      offsetDays: 1,
      phase: 'publication',
      instructionDocId: 'sop.media.publish',
      instructionStepId: 'upload',
      requiredLinkName: 'YouTube',
      requiredBundleLinks: ['YouTube'],
      completionProof: 'Required link: YouTube.',
      dependsOn: ['ask-author'],
    },
  ]);
  expect(notes).toEqual([expect.stringContaining('`waiting.followUpDays` is 3 everywhere')]);
  expect(body).not.toContain('Task definitions');
  expect(
    body.endsWith('- `publication`: after-event. Publish.\n\n## Done\n\nWhen all is done.\n'),
  ).toBe(true);
});

test('tables under headings are phases; order and case of columns do not matter', () => {
  const { template, body } = adopt(`
## Before the day

| WHEN | Who | What | Link |
|---|---|---|---|
| T-2 | Host | Invite the guest | Invitation |

## After the day

Some words.

| what | when |
|---|---|
| Thank the guest | 2 days after |
`);
  expect(template).toMatchObject({
    type: 'flow',
    phases: [
      { id: 'before-the-day', name: 'Before the day', stage: 'preparation' },
      { id: 'after-the-day', name: 'After the day', stage: 'after-event' },
    ],
    tasks: [
      {
        refId: 'invite-the-guest',
        phase: 'before-the-day',
        assignee: 'host',
        requiredLinkName: 'Invitation',
      },
      { refId: 'thank-the-guest', phase: 'after-the-day', offsetDays: 2 },
    ],
  });
  expect(body).toBe('\n## After the day\n\nSome words.\n\n');
});

test('a single table without phases is a workflow without phases', () => {
  const { template } = adopt('\n| Day | Task |\n|-|-|\n| 0 | Do it |\n');
  expect([template?.phases, template?.tasks[0]?.phase]).toEqual([undefined, undefined]);
});

test('what cannot be read, or has no place, stays with its line', () => {
  const { template, notes, body } = adopt(`
| Day | Task | Notes |
|-|-|-|
| 0 | Do it | |
| soon | Do that | |
| 1 | See [this](https://example.org/) | |
| 2 | Think | carefully |
| 3 | Do it | |
| 4 | | |
| 5 | 日本 | |
`);
  expect(template?.tasks.map(({ refId }) => refId)).toEqual(['do-it', 'see-this', 'think']);
  expect(notes?.slice(0, 6)).toEqual([
    'Line 10: the row stays in the text, for `soon` does not say when the task is due — write days from the anchor, such as `-14`.',
    'Line 11: the row stays in the text as well, for “Task” has no place in a task.',
    'Line 12: the row stays in the text as well, for “Notes” has no place in a task.',
    'Line 13: the row stays in the text, for `do-it` is the task of line 9 — give each its own `Ref ID`.',
    'Line 14: the row stays in the text, for it does not say what is to be done.',
    'Line 15: the row stays in the text, for no name can be made of its words — write one in a column `Ref ID`.',
  ]);
  expect(body).toBe(`
| Day | Task | Notes |
|-|-|-|
| soon | Do that | |
| 1 | See [this](https://example.org/) | |
| 2 | Think | carefully |
| 3 | Do it | |
| 4 | | |
| 5 | 日本 | |
`);
});

test('nothing is changed where there is nothing to read', () => {
  const table = '\n| Day | Task |\n|-|-|\n| 0 | Do it |\n';
  const text = (head: string, body: string) =>
    importTaskTables({ path: 'a.md', text: head + body });
  expect(text('', doc('doc.a', table))).toBeUndefined();
  expect(text(HEAD, 'Words.\n')).toBeUndefined();
  expect(text(HEAD, '\n| Day | Weather |\n|-|-|\n| 0 | Sun |\n')).toBeUndefined();
  expect(text(HEAD.replace('---\n', '---\ntemplate: {}\n'), table)).toBeUndefined();
  const unread = text(HEAD, table.replace('| 0 ', '| ? '));
  expect([unread?.text, unread?.notes.at(-1)]).toEqual([
    HEAD + table.replace('| 0 ', '| ? '),
    'No row could be read, so there is no workflow.',
  ]);
  const wrong = text(HEAD, table.replace('| 0 ', '| 9999 '));
  expect([wrong?.text, wrong?.notes.at(-1)]).toEqual([
    HEAD + table.replace('| 0 ', '| 9999 '),
    expect.stringContaining('`tasks[0].offsetDays` of the workflow is `9999`'),
  ]);
});

test('line ends of Windows stay', () => {
  const text = `${HEAD}\nWhy.\n\n| Day | Task |\n|-|-|\n| 0 | Do it |\n`.replaceAll('\n', '\r\n');
  const result = importTaskTables({ path: 'a.md', text });
  expect(result?.text).not.toMatch(/[^\r]\n/);
  expect(result?.text.endsWith('---\r\n\r\nWhy.\r\n\r\n')).toBe(true);
});
