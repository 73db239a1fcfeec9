import { describe, expect, test } from 'vitest';
import {
  taskDefinition,
  type WorkflowTemplate,
  workflowTemplate,
} from '../../../schemas/workflow-template.ts';
import { diffTemplates } from '../../../src/workflow/diff/diff-templates.ts';
import fc from '../../support/generated.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';
import { proof, waiting, weekly } from './diff-cases.ts';

const SECOND = { offsetDays: 5 };

const codesOf = (before: WorkflowTemplate[], after: WorkflowTemplate[]) =>
  diffTemplates(before, after).templates.flatMap(({ changes }) => changes.map(({ code }) => code));

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
        humanGate: {
          reason: 'Only the editor may publish.',
          when: { refId: 'task-1', field: 'risk', anyOf: ['high'] },
        },
        form: [{ name: 'note', label: 'Note', type: 'text', fromPrevious: 'note' }],
        approval: { of: ['task-1'] },
        notBy: ['task-1'],
        optional: true,
        reminders: [{ after: 'PT3H', to: 'editor', kind: 'nag' }],
      },
      SECOND,
    ],
    {
      emoji: '🎬',
      runTitle: 'Video about {tool}',
      inputs: [
        { name: 'tool', label: 'Tool', type: 'choice', choices: ['a', 'b'], required: true },
      ],
      requiresApproval: true,
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
