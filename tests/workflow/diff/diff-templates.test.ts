/** Every row of the documented table of changes, made to happen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  taskDefinition,
  type WorkflowTemplate,
  workflowTemplate,
} from '../../../schemas/workflow-template.ts';
import { CHANGES, type ChangeCode } from '../../../src/workflow/diff/change-classes.ts';
import { diffTemplates } from '../../../src/workflow/diff/diff-templates.ts';
import { formatDifference } from '../../../src/workflow/diff/format-diff.ts';
import { ImpossibleDate } from '../../../src/workflow/plan/plan-error.ts';
import { tableBelow } from '../../support/markdown-table.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';

const DOCUMENTATION = join(import.meta.dirname, '../../../docs/template-changes.md');
const rows = tableBelow(readFileSync(DOCUMENTATION, 'utf8'), 'Changes');

/** A change: keys of the template and of its first task, as authored, on both sides. */
interface Case {
  readonly before?: object;
  readonly after?: object;
  readonly taskBefore?: object;
  readonly taskAfter?: object;
}

const proof = (type: string, required: boolean, label = 'The video') => ({
  proofRequirement: { type, label, required },
});
const waiting = (rest: object = {}) => ({
  waiting: { for: 'the guest', followUpDays: 2, ...rest },
});
const phases = (...list: [id: string, name: string, stage: string][]) => ({
  phases: [['all', 'All', 'preparation'], ...list].map(([id, name, stage]) => ({
    id,
    name,
    stage,
  })),
});
const skip = (...allowedStatuses: string[]) => ({
  validation: { skipClosure: { allowedStatuses, requires: ['comment'] } },
});
const weekly = { type: 'automatic', schedule: '0 9 * * 1' };

/** One for each code that a pair of templates of one type can have. */
const CASES: Partial<Record<ChangeCode, Case>> = {
  'anchor-changed': { after: { anchor: { label: 'Announcement' } } },
  'dimensions-changed': { after: { forEach: ['client'] } },
  'trigger-stopped': {
    before: { trigger: weekly },
    after: { trigger: { ...weekly, enabled: false } },
  },
  'trigger-moved': {
    before: { trigger: weekly },
    after: { trigger: { ...weekly, leadDays: 14 } },
  },
  'trigger-started': { after: { trigger: weekly } },
  'calendar-changed': { after: { calendar: { onNonWorkingDay: 'previous' } } },
  'holidays-added': {
    before: { calendar: { holidays: ['2026-12-25'] } },
    after: { calendar: { holidays: ['2026-12-25', '2027-01-01'] } },
  },
  'stage-removed': { after: { stages: ['preparation', 'announced', 'done'] } },
  'stage-added': {
    before: { stages: ['preparation', 'done'] },
    after: { stages: ['preparation', 'live', 'done'] },
  },
  'stages-reordered': { after: { stages: ['preparation', 'after-event', 'announced', 'done'] } },
  'phase-removed': { before: phases(['edit', 'Edit', 'announced']) },
  'phase-added': { after: phases(['edit', 'Edit', 'announced']) },
  'phase-stage-changed': {
    before: phases(['edit', 'Edit', 'announced']),
    after: phases(['edit', 'Edit', 'preparation']),
  },
  'phase-renamed': {
    before: phases(['edit', 'Edit', 'announced']),
    after: phases(['edit', 'Cut', 'announced']),
  },
  'phases-reordered': {
    before: phases(['a', 'A', 'announced'], ['b', 'B', 'announced']),
    after: phases(['b', 'B', 'announced'], ['a', 'A', 'announced']),
  },
  'link-removed': { before: { bundleLinkDefinitions: [{ name: 'Video' }] } },
  'link-added': { after: { bundleLinkDefinitions: [{ name: 'Video' }] } },
  'links-reordered': {
    before: { bundleLinkDefinitions: [{ name: 'Video' }, { name: 'Post' }] },
    after: { bundleLinkDefinitions: [{ name: 'Post' }, { name: 'Video' }] },
  },
  'role-removed': { before: { roles: { editor: 'Editor' } } },
  'role-added': { after: { roles: { editor: 'Editor' } } },
  'role-renamed': {
    before: { roles: { editor: 'Editor' } },
    after: { roles: { editor: 'Chief editor' } },
  },
  'default-assignee-changed': { after: { defaultAssignee: 'editor' } },
  'presentation-changed': { after: { tags: ['Video'] } },
  'due-earlier': { taskAfter: { offsetDays: -1 } },
  'due-later': { taskAfter: { offsetDays: 1 } },
  'due-unit-changed': { taskAfter: { offsetDays: undefined, offsetWorkdays: 0 } },
  'task-made-required': { taskBefore: { optional: true } },
  'task-made-optional': { taskAfter: { optional: true } },
  'dependency-added': { taskAfter: { dependsOn: ['task-1'] } },
  'dependency-removed': { taskBefore: { dependsOn: ['task-1'] } },
  'human-gate-added': { taskAfter: { humanGate: 'Only the editor may publish.' } },
  'human-gate-removed': { taskBefore: { humanGate: 'Only the editor may publish.' } },
  'proof-required': { taskBefore: proof('url', false), taskAfter: proof('url', true) },
  'proof-type-changed': { taskBefore: proof('url', true), taskAfter: proof('file', true) },
  'proof-not-required': { taskBefore: proof('url', true), taskAfter: proof('url', false) },
  'optional-proof-changed': { taskAfter: proof('url', false) },
  'required-link-added': { taskAfter: { requiredLinkName: 'Video' } },
  'required-link-removed': { taskBefore: { requiredLinkName: 'Video' } },
  'file-required': { taskAfter: { requiresFile: true } },
  'file-not-required': { taskBefore: { requiresFile: true } },
  'bundle-link-required': { taskAfter: { requiredBundleLinks: ['Video'] } },
  'bundle-link-not-required': { taskBefore: { requiredBundleLinks: ['Video'] } },
  'validation-form-changed': { taskAfter: { validation: 'The editor nods.' } },
  'validation-changed': { taskAfter: { validation: { dataSafety: 'strict' } } },
  'waiting-forbidden': { taskBefore: waiting() },
  'waiting-allowed': { taskAfter: waiting() },
  'waiting-requires-more': {
    taskBefore: waiting(),
    taskAfter: {
      ...waiting(),
      validation: {
        waitingSemantics: {
          waitingFor: 'the guest',
          requires: ['waitingFor', 'followUpAt', 'comment', 'owner'],
          followUpDefaultDays: 2,
        },
      },
    },
  },
  'waiting-requires-less': {
    taskBefore: waiting(),
    taskAfter: {
      ...waiting(),
      validation: {
        waitingSemantics: {
          waitingFor: 'the guest',
          requires: ['waitingFor', 'followUpAt'],
          followUpDefaultDays: 2,
        },
      },
    },
  },
  'follow-up-changed': { taskBefore: waiting(), taskAfter: waiting({ followUpDays: 3 }) },
  'skip-phrase-removed': { taskBefore: skip('no guest', 'no video'), taskAfter: skip('no video') },
  'skip-phrase-added': { taskBefore: skip('no video'), taskAfter: skip('no guest', 'no video') },
  'skip-closure-changed': {
    taskBefore: skip('no guest'),
    taskAfter: {
      validation: { skipClosure: { allowedStatuses: ['no guest'], requires: ['comment', 'file'] } },
    },
  },
  'stage-on-complete-changed': { taskBefore: { stageOnComplete: 'announced' } },
  'stage-on-complete-added': { taskAfter: { stageOnComplete: 'announced' } },
  'task-phase-changed': {
    before: phases(['edit', 'Edit', 'announced']),
    after: phases(['edit', 'Edit', 'announced']),
    taskAfter: { phase: 'edit' },
  },
  'assignee-changed': { taskAfter: { assignee: 'editor' } },
  'priority-changed': { taskAfter: { priority: 'high' } },
  'systems-changed': { taskAfter: { systems: ['youtube'] } },
  'risk-changed': { taskAfter: { atRiskWhen: ['no answer'] } },
  'reminders-changed': { taskAfter: { reminders: [{ after: 'PT3H', to: 'editor', kind: 'nag' }] } },
  'states-changed': { taskAfter: { validation: { dashboardStates: ['today'] } } },
  'milestone-changed': { taskAfter: { isMilestone: true } },
  'instruction-removed': { taskBefore: { instructionDocId: 'sop.a' } },
  'instruction-added': { taskAfter: { instructionDocId: 'sop.a' } },
  'instruction-changed': {
    taskBefore: { instructionDocId: 'sop.a', instructionStepId: 1 },
    taskAfter: { instructionDocId: 'sop.a', instructionStepId: 2 },
  },
  'instruction-reworded': {
    taskBefore: { instructionDocId: 'sop.a', instructionsUrl: 'https://example.org/1' },
    taskAfter: { instructionDocId: 'sop.a', instructionsUrl: 'https://example.org/2' },
  },
  'task-reworded': { taskAfter: { description: 'Do it well' } },
};

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

describe('for every template', () => {
  const templates = [
    ...RUNTIME_TEMPLATES.map((name) => compileRuntimeTemplate(readRuntimeTemplate(name))),
    compileSmall([{ offsetDays: 0, ...proof('url', true), ...waiting(), dependsOn: ['task-1'] }], {
      calendar: { onNonWorkingDay: 'next', workdays: ['monday'], holidays: ['2026-12-25'] },
      trigger: { ...weekly, leadDays: 3 },
      roles: { editor: 'Editor' },
    }),
  ];

  test('there is no difference to itself', () => {
    expect(diffTemplates(templates, structuredClone(templates)).templates).toEqual([]);
  });

  test('no value changes or goes without a word', () => {
    const leaves = templates.map((template) => leavesOf(template));
    fc.assert(
      fc.property(
        fc
          .nat({ max: templates.length - 1 })
          .chain((index) =>
            fc.tuple(fc.constant(index), fc.nat({ max: (leaves[index]?.length ?? 1) - 1 })),
          ),
        ([index, leaf]) => {
          const template = templates[index] as WorkflowTemplate;
          const path = leaves[index]?.[leaf] ?? [];
          const { templates: changed } = diffTemplates([template], [alter(template, path)]);
          expect(changed.length, path.join('.')).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a template that has every key', () => {
  const full = compileSmall(
    [
      {
        offsetDays: 0,
        time: '17:00',
        assignee: 'editor',
        isMilestone: true,
        stageOnComplete: 'done',
        instructionDocId: 'sop.a',
        instructionStepId: 1,
        instructionsUrl: 'https://example.org/how',
        systems: ['youtube'],
        requiredLinkName: 'Video',
        requiresFile: true,
        ...proof('url', true),
        dependsOn: ['task-1'],
        priority: 'high',
        humanGate: 'Only the editor may publish.',
        optional: true,
        reminders: [{ after: 'PT3H', to: 'editor', kind: 'nag' }],
      },
      SECOND,
    ],
    {
      emoji: '🎬',
      defaultAssignee: 'editor',
      trigger: { ...weekly, leadDays: 3, timeZone: 'Europe/Berlin' },
      forEach: ['client'],
      calendar: { onNonWorkingDay: 'next' },
    },
  );
  const [task] = full.taskDefinitions;

  test('is one', () => {
    expect(Object.keys(full).toSorted()).toEqual(Object.keys(workflowTemplate.shape).toSorted());
    const keys = Object.keys(taskDefinition.shape).filter((key) => key !== 'offsetWorkdays');
    expect(Object.keys(task ?? {}).toSorted()).toEqual(keys.toSorted());
  });

  const isOptional = ([, schema]: [string, { safeParse(value: unknown): { success: boolean } }]) =>
    schema.safeParse(undefined).success;

  test.each(Object.entries(workflowTemplate.shape).filter(isOptional))(
    'does not lose or gain %s without a word',
    (key) => {
      const without = Object.fromEntries(
        Object.entries(full).filter(([name]) => name !== key),
      ) as WorkflowTemplate; // an optional key is missing
      expect(codesOf([full], [without])).not.toEqual([]);
      expect(codesOf([without], [full])).not.toEqual([]);
    },
  );

  // A task has one of the two offsets; which one is a row of the table.
  const ofTask = Object.entries(taskDefinition.shape)
    .filter(isOptional)
    .filter(([key]) => !key.startsWith('offset'));
  test.each(ofTask)('has no task that loses or gains %s without a word', (key) => {
    const [first, ...rest] = full.taskDefinitions.map(
      (each, index) =>
        index > 0
          ? each
          : (Object.fromEntries(
              Object.entries(each).filter(([name]) => name !== key),
            ) as typeof each), // an optional key is missing
    );
    const without = { ...full, taskDefinitions: first ? [first, ...rest] : [] };
    expect(codesOf([full], [without])).not.toEqual([]);
    expect(codesOf([without], [full])).not.toEqual([]);
  });
});

type Path = readonly (string | number)[];

/** Paths of all values that are no lists or mappings; the hash only follows from the rest. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (path[0] === 'contentHash') return [];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

/** A copy with another value of the same kind at the path. */
function alter(template: WorkflowTemplate, path: Path): WorkflowTemplate {
  const copy = structuredClone(template);
  const place = path.slice(0, -1).reduce<never>((value, key) => value[key], copy as never);
  const key = path.at(-1) as never;
  const value: unknown = place[key];
  const other = {
    string: `${value}-x`,
    number: Number(value) + 1,
    boolean: value !== true,
  }[typeof value as 'string' | 'number' | 'boolean'];
  place[key] = other as never;
  return copy;
}
