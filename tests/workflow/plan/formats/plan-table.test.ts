import { expect, test } from 'vitest';
import { formatPlanTable } from '../../../../src/workflow/plan/formats/plan-table.ts';
import { planWorkflow } from '../../../../src/workflow/plan/plan.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  readRuntimeTemplate,
} from '../../runtime-template.ts';

const tableOf = (tasks: readonly object[], title = 'Run') =>
  formatPlanTable(
    planWorkflow(compileSmall(tasks, { roles: { editor: 'The editor' } }), {
      anchor: '2026-07-22',
      title,
    }),
  );

test('shows date, day, task, description, who and proof in columns', () => {
  const table = tableOf([
    {
      offsetDays: 0,
      refId: 'publish',
      time: '17:00',
      assignee: 'editor',
      proofRequirement: { type: 'url', label: 'The video', required: true },
    },
    {
      offsetDays: 2,
      description: 'Announce it',
      proofRequirement: { type: 'comment', label: 'A note', required: false },
    },
    { offsetDays: 3, validation: 'The editor nods.' },
  ]);
  expect(table).toBe(`Run
3 tasks, 2026-07-22 to 2026-07-25

Date              Day  Task     What         Who         Proof
----------------  ---  -------  -----------  ----------  --------------------------
2026-07-22 17:00  Wed  publish  Do 0         The editor  The video (url)
2026-07-24        Fri  task-1   Announce it              A note (comment, optional)
2026-07-25        Sat  task-2   Do 2                     The editor nods.
`);
});

test('lists the whole Open-Source Spotlight', () => {
  const oss = compileRuntimeTemplate(readRuntimeTemplate('oss'));
  const lines = formatPlanTable(planWorkflow(oss, { anchor: '2026-07-22' })).split('\n');
  expect(lines[0]).toBe('Open-Source Spotlight: 2026-07-22');
  expect(lines[1]).toBe('14 tasks, 2026-07-01 to 2026-07-24');
  expect(lines).toHaveLength(5 + 14 + 1);
});

test('aligns by the width of the signs', () => {
  const lines = tableOf(
    ['日本', '⚙️ ok', 'e\u0301', 'plain text'].map((description) => ({
      offsetDays: 0,
      description,
      assignee: 'ed',
      proofRequirement: { type: 'url', label: 'P', required: true },
    })),
  ).split('\n');
  expect(lines.slice(5, 9).map((line) => line.slice(line.indexOf('task-') + 8))).toEqual([
    '日本        ed   P (url)',
    '⚙️ ok       ed   P (url)',
    'e\u0301           ed   P (url)',
    'plain text  ed   P (url)',
  ]);
});

test('keeps line breaks and control characters out of the terminal', () => {
  const table = tableOf([{ offsetDays: 0, description: 'Two\n  lines\u001b[31m\u0007' }], 'A\nB');
  expect(table.split('\n')[0]).toBe('A B');
  expect(table).toContain('Two lines[31m');
  expect(table).not.toMatch(/[^\P{Cc}\n]/u);
});
