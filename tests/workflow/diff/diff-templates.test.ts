/** Every row of the documented table of changes, made to happen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { CHANGES, type ChangeCode } from '../../../src/workflow/diff/change-classes.ts';
import { diffTemplates } from '../../../src/workflow/diff/diff-templates.ts';
import { formatDifference } from '../../../src/workflow/diff/format-diff.ts';
import { ImpossibleDate } from '../../../src/workflow/plan/plan-error.ts';
import { tableBelow } from '../../support/markdown-table.ts';
import { compileSmall } from '../runtime-template.ts';
import { CASES, proof, skip } from './diff-cases.ts';

const DOCUMENTATION = join(import.meta.dirname, '../../../docs/template-changes.md');
const rows = tableBelow(readFileSync(DOCUMENTATION, 'utf8'), 'Changes');

const SECOND = { offsetDays: 5 };
const small = compileSmall([{ offsetDays: 0 }, SECOND]);

/** Both sides of a row. Codes about whole templates or tasks are no matter of authored keys. */
function sidesOf(code: string): [WorkflowTemplate[], WorkflowTemplate[]] {
  const [, second, ...none] = small.taskDefinitions;
  const only = { ...small, taskDefinitions: small.taskDefinitions.slice(0, 1) };
  const whole: Record<string, [WorkflowTemplate[], WorkflowTemplate[]]> = {
    'template-removed': [[small], []],
    'template-added': [[], [small]],
    'type-changed': [[small], [{ ...small, type: 'other' }]],
    'document-changed': [[small], [{ ...small, templateId: 'task-template.other' }]],
    // Only version 1 exists so far; an engine may meet the next one in a file.
    'format-changed': [[small], [{ ...small, schemaVersion: 2 as unknown as 1 }]],
    'task-removed': [[small], [only]],
    'task-added': [[only], [small]],
    'tasks-reordered': [
      [small],
      [
        {
          ...small,
          taskDefinitions: [second, ...none, only.taskDefinitions[0]].flatMap((t) => t ?? []),
        },
      ],
    ],
  };
  const found = whole[code];
  if (found) return found;
  const { before, after, taskBefore, taskAfter } = CASES[code as ChangeCode] ?? {};
  return [
    [compileSmall([{ offsetDays: 0, ...taskBefore }, SECOND], before)],
    [compileSmall([{ offsetDays: 0, ...taskAfter }, SECOND], after)],
  ];
}

const codesOf = (before: WorkflowTemplate[], after: WorkflowTemplate[]) =>
  diffTemplates(before, after).templates.flatMap(({ changes }) => changes.map(({ code }) => code));

describe('the documented table', () => {
  test('has every change, as the comparison knows it', () => {
    expect(rows).toEqual(
      Object.entries(CHANGES).map(([code, { class: name, says, effect }]) => [
        `\`${code}\``,
        name,
        says.replace('{item}', '`…`'),
        effect,
      ]),
    );
  });

  test.each(rows)('%s is %s', (code = '', changeClass) => {
    const [before, after] = sidesOf(code.slice(1, -1));
    const { summary, templates } = diffTemplates(before, after);
    const [change, ...others] = templates.flatMap(({ changes }) => changes);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ code: code.slice(1, -1), class: changeClass });
    expect(change?.message).not.toContain('nothing');
    expect(summary).toEqual({ breaking: 0, additive: 0, cosmetic: 0, [changeClass ?? '']: 1 });
  });
});

describe('more than one row at a time', () => {
  const differ = (taskBefore: object, taskAfter: object) =>
    codesOf(
      [compileSmall([{ offsetDays: 0, ...taskBefore }])],
      [compileSmall([{ offsetDays: 0, ...taskAfter }])],
    );

  test.each<[string, object, object, ChangeCode[]]>([
    [
      'another required link',
      { requiredLinkName: 'A' },
      { requiredLinkName: 'B' },
      ['required-link-added', 'required-link-removed'],
    ],
    ['an earlier time', { time: '17:00' }, { time: '12:00' }, ['due-earlier']],
    ['a time where there was none', {}, { time: '12:00' }, ['due-earlier']],
    ['no time where there was one', { time: '12:00' }, {}, ['due-later']],
    [
      'fewer workdays',
      { offsetDays: undefined, offsetWorkdays: 3 },
      { offsetDays: undefined, offsetWorkdays: 2 },
      ['due-earlier'],
    ],
    [
      'proof of another form and label',
      proof('url', true),
      proof('file', true, 'The file'),
      ['proof-type-changed', 'task-reworded'],
    ],
    ['no skip closure at all', skip('no guest'), {}, ['skip-phrase-removed']],
    [
      'a skip closure without phrases',
      {},
      { validation: { skipClosure: { requires: ['comment'] } } },
      ['skip-closure-changed'],
    ],
    ['another sentence', { validation: 'A' }, { validation: 'B' }, ['task-reworded']],
  ])('%s', (_name, before, after, codes) => {
    expect(differ(before, after)).toEqual(codes);
  });

  test('the worst comes first', () => {
    const { templates } = diffTemplates(
      [compileSmall([{ offsetDays: 0 }, SECOND])],
      [compileSmall([{ offsetDays: 1, description: 'X', requiresFile: true }, SECOND])],
    );
    expect(templates[0]?.changes.map((change) => change.class)).toEqual([
      'breaking',
      'additive',
      'cosmetic',
    ]);
  });

  test('a type that is given to another template is not a rename', () => {
    const other = { ...small, type: 'other', templateId: 'task-template.other' };
    expect(codesOf([small], [other])).toEqual(['template-added', 'template-removed']);
  });
});

describe('due dates', () => {
  const before = compileSmall([{ offsetDays: 0 }, { offsetDays: 1 }, { offsetDays: 2 }], {
    forEach: ['client'],
  });
  const after = compileSmall(
    [
      { offsetDays: 0, time: '17:00' },
      { offsetDays: 3, refId: 'task-1' },
      { offsetDays: 4, refId: 'task-new' },
    ],
    { forEach: ['client'], anchor: { label: 'Launch', timeZone: 'Europe/Berlin' } },
  );

  test('that move are listed for an anchor', () => {
    const { anchor, templates } = diffTemplates([before], [after], '2026-07-22');
    expect(anchor).toBe('2026-07-22');
    expect(templates[0]?.shift).toEqual({
      moved: [
        { refId: 'task-0', before: '2026-07-22', after: '2026-07-22 17:00 Europe/Berlin' },
        { refId: 'task-1', before: '2026-07-23', after: '2026-07-25' },
      ],
      added: [{ refId: 'task-new', due: '2026-07-26' }],
      removed: [{ refId: 'task-2', due: '2026-07-24' }],
    });
    expect(diffTemplates([before], [after]).templates[0]).not.toHaveProperty('shift');
  });

  test('depend on the anchor when only the calendar changes', () => {
    const rolling = compileSmall([{ offsetDays: 0 }], { calendar: { onNonWorkingDay: 'next' } });
    const shiftOn = (anchor: string) =>
      diffTemplates([compileSmall([{ offsetDays: 0 }])], [rolling], anchor).templates[0]?.shift;
    expect(shiftOn('2026-07-22')?.moved).toEqual([]);
    expect(shiftOn('2026-07-25')?.moved).toEqual([
      { refId: 'task-0', before: '2026-07-25', after: '2026-07-27' },
    ]);
  });

  test('of an impossible anchor are refused', () => {
    expect(() => diffTemplates([before], [after], '2026-02-30')).toThrow(ImpossibleDate);
  });
});

describe('as text', () => {
  test('says what changes, what a live run notices and which dates move', () => {
    const after = compileSmall([{ offsetDays: -2, description: 'Do it' }, SECOND]);
    expect(formatDifference(diffTemplates([small], [after], '2026-07-22'))).toBe(`small
  breaking  Task \`task-0\`: It is due earlier.
            {"offsetDays":0} → {"offsetDays":-2}
            The task can be overdue from one moment to the next.
  cosmetic  Task \`task-0\`: Its \`description\` is reworded.
            Do 0 → Do it
  Due dates of a run with the anchor 2026-07-22:
    task-0: 2026-07-22 → 2026-07-20

1 breaking, 0 additive, 1 cosmetic
`);
  });

  test('says that nothing differs, and that no date moves', () => {
    expect(formatDifference(diffTemplates([small], [small], '2026-07-22'))).toBe(
      'No workflow differs.\n',
    );
    const renamed = { ...small, name: 'Large' };
    expect(formatDifference(diffTemplates([small], [renamed], '2026-07-22'))).toContain(
      'Due dates of a run with the anchor 2026-07-22 stay as they are.',
    );
  });
});
