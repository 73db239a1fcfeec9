import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import {
  ADA,
  AT,
  BOT,
  codeOf,
  complete,
  effectsOf,
  happen,
  PERSON,
  refusalOf,
  refusedOf,
  smallRun,
  task,
  taskIn,
  WAITING,
  wait,
} from './run-fixture.ts';

const LATER = '2026-07-01T09:30:00Z';
const run = smallRun([{ assignee: 'editor', ...WAITING }, { dependsOn: ['task-0'] }], {
  roles: { editor: 'Editor' },
});
const claim = { ...task, type: 'claim', by: BOT, until: '2026-07-01T09:15:00Z' } as const;

test('a task is assigned to a person, to another role, and to nobody', () => {
  const assign = { ...task, type: 'assign', personId: 'ada', roleId: 'reviewer' } as const;
  const assigned = happen(run, assign);
  expect(taskIn(assigned, 'task-0')).toMatchObject({ personId: 'ada', assigneeId: 'reviewer' });
  expect(effectsOf(run, assign)).toEqual(['task-assigned task-0 ada']);
  const nobody = taskIn(happen(assigned, { ...task, type: 'assign', personId: null }), 'task-0');
  expect(nobody).not.toHaveProperty('personId');
  expect(nobody.assigneeId).toBe('reviewer');
  expect(codeOf(happen(run, complete('task-0')), assign)).toBe('closed');
  expect(codeOf(run, { ...task, type: 'assign' } as unknown as RunEvent)).toBe('invalid');
});

describe('a claim', () => {
  const claimed = happen(run, claim);

  test('belongs to one actor until it ends, and can be renewed', () => {
    expect(taskIn(claimed, 'task-0').claim).toEqual({ by: BOT, at: AT, until: claim.until });
    const other = { ...claim, by: ADA, until: '2026-07-01T10:00:00Z' };
    expect(refusalOf(claimed, other)).toBe(
      'Task `task-0` is claimed by `bot` until 2026-07-01T09:15:00Z. Wait, or have it released.',
    );
    expect(codeOf(claimed, other)).toBe('claimed');
    const ended = { ...other, at: claim.until };
    expect(taskIn(happen(claimed, ended), 'task-0').claim?.by).toEqual(ADA);
    expect(taskIn(happen(claimed, { ...claim, until: LATER }), 'task-0').claim?.until).toBe(LATER);
  });

  test('is of somebody, for work that can be begun, and ends in the future', () => {
    const { by: _by, ...unsigned } = claim;
    expect(refusedOf(run, unsigned)).toMatchObject({ code: 'needs-actor', field: 'by' });
    expect(codeOf(run, { ...claim, refId: 'task-1' })).toBe('blocked');
    expect(refusedOf(run, { ...claim, until: AT })).toMatchObject({
      code: 'invalid',
      field: 'until',
    });
    expect(codeOf(run, { ...claim, until: '2026-07-02' })).toBe('invalid');
  });

  test('keeps others from closing the task, and is gone once it is closed', () => {
    expect(codeOf(claimed, complete('task-0'))).toBe('claimed');
    expect(codeOf(claimed, { ...complete('task-0'), at: LATER })).toBe('accepted');
    expect(
      taskIn(happen(claimed, { ...complete('task-0'), by: BOT }), 'task-0'),
    ).not.toHaveProperty('claim');
  });

  test('is given back by its actor, and taken by others for a reason', () => {
    const release = { ...task, type: 'release', by: BOT } as const;
    expect(taskIn(happen(claimed, release), 'task-0')).not.toHaveProperty('claim');
    expect(refusedOf(claimed, { ...release, by: ADA })).toMatchObject({
      code: 'claimed',
      field: 'reason',
    });
    expect(codeOf(claimed, { ...release, by: ADA, reason: 'It is gone.' })).toBe('accepted');
    expect(codeOf(run, release)).toBe('not-claimed');
  });
});

test('work is started once, and not while it waits or is blocked', () => {
  const start = { ...task, type: 'start', by: PERSON } as const;
  const started = happen(run, start);
  expect(taskIn(started, 'task-0').started).toEqual({ at: AT, by: PERSON });
  expect(effectsOf(run, start)).toEqual(['task-started task-0']);
  expect(codeOf(started, start)).toBe('started');
  expect(codeOf(run, { ...start, refId: 'task-1' })).toBe('blocked');
  expect(codeOf(happen(run, wait), start)).toBe('waiting');
  expect(taskIn(happen(started, complete('task-0')), 'task-0')).not.toHaveProperty('started');
});

describe('a step', () => {
  const tick = { ...task, type: 'tick', step: 'sha256:01', done: true, by: ADA } as const;

  test('is ticked once, by whoever did it first, and can be done again', () => {
    const ticked = happen(run, tick, { ...tick, by: BOT });
    expect(taskIn(ticked, 'task-0').ticks).toEqual([{ at: AT, by: ADA, step: 'sha256:01' }]);
    expect(effectsOf(run, tick)).toEqual(['step-ticked task-0 sha256:01']);
    expect(effectsOf(ticked, tick)).toEqual([]);
    const unticked = { ...tick, done: false };
    expect(effectsOf(ticked, unticked)).toEqual(['step-unticked task-0 sha256:01']);
    expect(taskIn(happen(ticked, unticked), 'task-0')).not.toHaveProperty('ticks');
  });

  test('stays ticked when the task is closed, and is no act to take back', () => {
    const waited = happen(run, { ...wait, commandId: 'w' }, { ...tick, commandId: 't' });
    expect(taskIn(waited, 'task-0').lastAct?.commandId).toBe('w');
    const correct = { ...task, type: 'correct', of: 'w', reason: 'Too early' } as const;
    expect(taskIn(happen(waited, correct), 'task-0').ticks).toHaveLength(1);
    const done = happen(run, tick, complete('task-0'));
    expect(taskIn(done, 'task-0').ticks).toHaveLength(1);
    expect(codeOf(done, { ...tick, step: 'sha256:02' })).toBe('closed');
    expect(codeOf(run, { ...tick, step: ' ' })).toBe('invalid');
  });
});
