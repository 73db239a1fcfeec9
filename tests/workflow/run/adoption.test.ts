import { describe, expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { PlanError, planWorkflow } from '../../../src/workflow/plan/plan.ts';
import { previewAdoption } from '../../../src/workflow/run/preview-adoption.ts';
import type { Run } from '../../../src/workflow/run/run.ts';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { compileSmall } from '../runtime-template.ts';
import {
  ADDRESS,
  AT,
  COMMENT,
  codeOf,
  complete,
  effectsOf,
  happen,
  PERSON,
  refusedOf,
  task,
  taskIn,
} from './run-fixture.ts';

const LINKS = { bundleLinkDefinitions: [{ name: 'Video' }, { name: 'Notes' }] };
const tasks = [
  { offsetDays: -2, requiredLinkName: 'Video' },
  { offsetDays: 0, ...COMMENT },
  { offsetDays: 1, priority: 'normal' },
  { offsetDays: 3 },
];
const pinned = compileSmall(tasks, LINKS);
const run = planWorkflow(pinned, { anchor: '2026-07-22' });
const started = happen(run, complete('task-0', { link: ADDRESS }));

/** The event of the preview, as an engine would send it. */
function adopt(state: Run, next: WorkflowTemplate): RunEvent {
  return { at: AT, by: PERSON, ...previewAdoption(state, pinned, next).event };
}

describe('adopting another version', () => {
  const next = compileSmall(
    [
      { offsetDays: -5, requiredLinkName: 'Video', requiresFile: true },
      {
        offsetDays: -1,
        proofRequirement: { type: 'url', label: 'Post', required: true },
        description: 'Announce it',
      },
      { offsetDays: 2, priority: 'high' },
      { refId: 'new', offsetDays: 4 },
    ],
    { bundleLinkDefinitions: [{ name: 'Notes' }, { name: 'Post' }] },
  );

  test('is previewed: what concerns the run, what moves, comes, goes and is asked for', () => {
    const preview = previewAdoption(started, pinned, next);
    expect(preview.class).toBe('breaking');
    expect(preview.changes.map(({ code, refId = '' }) => `${code} ${refId}`.trim())).toEqual(
      expect.arrayContaining([
        'due-earlier task-1',
        'proof-type-changed task-1',
        'task-removed task-3',
      ]),
    );
    expect(preview.notApplied.map(({ code, refId }) => `${code} ${refId}`)).toEqual([
      'due-earlier task-0',
      'file-required task-0',
    ]);
    expect(preview).toMatchObject({
      moved: [
        { refId: 'task-1', from: '2026-07-22', to: '2026-07-21' },
        { refId: 'task-2', from: '2026-07-23', to: '2026-07-24' },
      ],
      added: ['new'],
      archived: ['task-3'],
      tightened: ['task-1'],
      kept: [],
    });
  });

  test('does what the preview says: closed tasks keep what they were closed under', () => {
    const adopted = happen(started, adopt(started, next));
    expect(adopted.contentHash).toBe(next.contentHash);
    expect(taskIn(adopted, 'task-0')).toEqual(taskIn(started, 'task-0'));
    expect(taskIn(adopted, 'task-1')).toEqual(
      planWorkflow(next, { anchor: '2026-07-22' }).tasks.find(({ refId }) => refId === 'task-1'),
    );
    expect(adopted.tasks.map(({ refId }) => refId)).toEqual(['task-0', 'task-1', 'task-2', 'new']);
    expect(adopted.archived?.map(({ refId }) => refId)).toEqual(['task-3']);
    expect(adopted.bundleLinks).toEqual([
      { name: 'Notes', url: '' },
      { name: 'Post', url: '' },
      { name: 'Video', url: ADDRESS },
    ]);
    expect(effectsOf(started, adopt(started, next))).toEqual([
      'template-adopted',
      'task-moved task-1 2026-07-22 2026-07-21',
      'task-moved task-2 2026-07-23 2026-07-24',
      'task-added new',
      'task-archived task-3',
    ]);
  });

  test('leaves alone what the operator changed', () => {
    const own = happen(
      started,
      { at: AT, refId: 'task-2', type: 'put-off', to: '2026-07-31', reason: 'Later.' },
      { at: AT, refId: 'task-2', type: 'set-priority', priority: 'critical' },
      { at: AT, type: 'rename', title: 'Mine' },
      { at: AT, type: 'add-task', task: { description: 'Extra', date: '2026-07-25' } },
    );
    const { kept } = previewAdoption(own, pinned, next);
    expect(kept).toEqual([
      { refId: 'task-2', key: 'date' },
      { refId: 'task-2', key: 'priority' },
    ]);
    const adopted = happen(own, adopt(own, next));
    expect(taskIn(adopted, 'task-2')).toMatchObject({
      date: '2026-07-31',
      firstDate: '2026-07-23',
      priority: 'critical',
      offsetDays: 2,
    });
    expect(adopted.title).toBe('Mine');
    expect(taskIn(adopted, 'added-1').source).toBe('operator');
  });

  test('needs no template when it is told again, and only JSON', () => {
    const event: RunEvent = JSON.parse(JSON.stringify(adopt(started, next)));
    expect(happen(started, event).tasks).toEqual(happen(started, adopt(started, next)).tasks);
  });

  test('is refused once the run has moved on', () => {
    const event = adopt(started, next);
    const moved = happen(started, complete('task-1', { comment: 'Sent.' }));
    expect(refusedOf(moved, event)).toMatchObject({ code: 'stale', refId: 'task-1' });
    expect(refusedOf(happen(started, event), event)).toMatchObject({
      code: 'stale',
      field: 'from',
    });
    expect(() => previewAdoption(started, next, pinned)).toThrow(PlanError);
  });

  test('takes JSON that fits, and nothing else', () => {
    const event = adopt(started, next) as Extract<RunEvent, { type: 'adopt' }>;
    const refusal = (changes: object) => refusedOf(started, { ...event, changes } as RunEvent);
    expect(refusal({ run: { stages: 'all' } })).toMatchObject({ field: 'changes.run.stages' });
    expect(refusal({ run: { stage: 'nowhere' } })).toMatchObject({ field: 'changes.run.stage' });
    expect(refusal({ run: { history: [] } })).toMatchObject({ code: 'unknown-field' });
    expect(refusal({ tasks: [{ refId: 'task-1', set: { description: null } }] }).field).toBe(
      'changes.tasks.task-1.description',
    );
    expect(refusal({ tasks: [{ refId: 'task-1', set: { evidence: {} } }] }).code).toBe('invalid');
    expect(refusal({ add: [{ refId: 'x' }] })).toMatchObject({ field: 'changes.add' });
    expect(refusal({ archive: ['task-0'] })).toMatchObject({ code: 'stale', refId: 'task-0' });
    expect(refusal({ add: run.tasks.slice(0, 1) })).toMatchObject({ code: 'stale' });
  });
});

test('a run is in a stage that the version has, and reopens with what is new', () => {
  const stages = (...names: string[]) => ({
    stages: names,
    phases: [{ id: 'all', name: 'All', stage: names[0] }],
  });
  const was = compileSmall(
    [{ offsetDays: 0, stageOnComplete: 'b' }, { offsetDays: 1 }],
    stages('a', 'b', 'c'),
  );
  const is = compileSmall(
    [{ offsetDays: 0, stageOnComplete: 'x' }, { offsetDays: 1 }, { refId: 'more', offsetDays: 2 }],
    stages('a', 'x', 'y'),
  );
  const moved = happen(planWorkflow(was, { anchor: '2026-07-22' }), complete('task-0'));
  const event = (state: Run): RunEvent => ({
    at: AT,
    by: PERSON,
    ...previewAdoption(state, was, is).event,
  });
  expect(happen(moved, event(moved)).stage).toBe('a');
  const done = happen(moved, complete('task-1'));
  expect(happen(done, event(done))).toMatchObject({ status: 'active', stage: 'a' });
  expect(codeOf(happen(done, event(done)), { ...task, type: 'reopen' })).toBe('accepted');
});

test('a run that already has the version has nothing to adopt', () => {
  expect(previewAdoption(started, pinned, pinned)).toMatchObject({
    changes: [],
    event: { changes: {} },
  });
  expect(previewAdoption(started, pinned, pinned)).not.toHaveProperty('class');
});
