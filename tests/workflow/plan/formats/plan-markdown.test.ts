import { toString as textOf } from 'mdast-util-to-string';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { expect, test } from 'vitest';
import { formatPlanMarkdown } from '../../../../src/workflow/plan/formats/plan-markdown.ts';
import { planWorkflow } from '../../../../src/workflow/plan/plan.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  readRuntimeTemplate,
} from '../../runtime-template.ts';

const treeOf = (markdown: string) => remark().use(remarkGfm).parse(markdown);

test('is a checklist by day, with proof, instructions and links', () => {
  const tasks = [
    {
      offsetDays: 0,
      time: '17:00',
      assignee: 'editor',
      instructionDocId: 'sop.upload',
      instructionStepId: 3,
      proofRequirement: { type: 'url', label: 'The video', required: true },
      humanGate: 'Only the editor may publish.',
    },
    { offsetDays: 0, dependsOn: ['task-0'], instructionsUrl: 'https://example.org/how' },
    { offsetDays: 3 },
  ];
  const template = compileSmall(tasks, {
    anchor: { label: 'Day', timeZone: 'Europe/Berlin' },
    roles: { editor: 'The editor' },
    bundleLinkDefinitions: [{ name: 'Video' }, { name: 'Post' }],
  });
  const bundle = planWorkflow(template, {
    anchor: '2026-07-22',
    links: { Video: 'https://example.org/v' },
  });
  expect(formatPlanMarkdown(bundle)).toBe(`# Small: 2026-07-22

3 tasks, 2026-07-22 to 2026-07-25. Anchor date: 2026-07-22.

## 2026-07-22, Wednesday

- [ ] 17:00 Europe/Berlin: Do 0 (\`task-0\`)
  - Who: The editor
  - How: Title of sop.upload
  - Proof: The video (url)
  - A person must act: Only the editor may publish.
- [ ] Do 1 (\`task-1\`)
  - How: <https://example.org/how>
  - After: task-0

## 2026-07-25, Saturday

- [ ] Do 2 (\`task-2\`)

## Links to collect

- [x] [Video](https://example.org/v)
- [ ] Post
`);
  expect(formatPlanMarkdown(bundle, { portal: 'https://ops.example.org' })).toContain(
    'How: [Title of sop.upload](https://ops.example.org/docs/sop.upload/#step-3)',
  );
});

test('a description stays text', () => {
  const description = '# *no* | <b>markup</b> [here](x) `or`\n- [ ] there';
  const bundle = planWorkflow(compileSmall([{ offsetDays: 0, description }]), {
    anchor: '2026-07-22',
  });
  const tree = treeOf(formatPlanMarkdown(bundle));
  const [, , , list] = tree.children;
  expect(tree.children.map(({ type }) => type)).toEqual([
    'heading',
    'paragraph',
    'heading',
    'list',
  ]);
  expect(list && textOf(list)).toBe('# *no* | <b>markup</b> [here](x) `or` - [ ] there (task-0)');
});

test('lists the whole Open-Source Spotlight once', () => {
  const bundle = planWorkflow(compileRuntimeTemplate(readRuntimeTemplate('oss')), {
    anchor: '2026-07-22',
  });
  const boxes = formatPlanMarkdown(bundle).match(/^- \[ \] .+$/gm) ?? [];
  expect(boxes).toHaveLength(14 + bundle.bundleLinks.length);
  for (const { refId } of bundle.tasks) {
    expect(boxes.filter((box) => box.includes(`\`${refId}\``))).toHaveLength(1);
  }
});
