import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/workflow/run/run.ts';
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
  smallRun,
  task,
  taskIn,
} from './run-fixture.ts';

const run: Run = { ...smallRun([{}, {}]), id: 'run-1' };

test('a run is cancelled for a reason, and takes only words after', () => {
  const cancel: RunEvent = { at: AT, by: ADA, type: 'cancel', reason: 'The guest fell ill.' };
  expect(codeOf(run, { ...cancel, reason: ' ' })).toBe('needs-comment');
  const cancelled = happen(run, cancel);
  expect(cancelled).toMatchObject({
    status: 'cancelled',
    cancelled: { at: AT, by: ADA, reason: 'The guest fell ill.' },
  });
  expect(codeOf(cancelled, complete('task-0'))).toBe('cancelled');
  expect(codeOf(cancelled, cancel)).toBe('cancelled');
  expect(codeOf(cancelled, { at: AT, type: 'comment', text: 'A pity.' })).toBe('accepted');
  expect(codeOf(happen(run, complete('task-0'), complete('task-1')), cancel)).toBe('done');
});

test('a run is approved once, by a person, and not worked on before if it has to be', () => {
  const gated: Run = { ...run, requiresApproval: true };
  const approve: RunEvent = { at: AT, by: PERSON, type: 'approve' };
  expect(codeOf(gated, complete('task-0'))).toBe('not-approved');
  expect(codeOf(gated, { ...task, by: BOT, type: 'start' })).toBe('not-approved');
  expect(codeOf(gated, { ...approve, by: BOT })).toBe('needs-person');
  const approved = happen(gated, approve);
  expect(approved.approved).toEqual({ at: AT, by: PERSON });
  expect(codeOf(approved, approve)).toBe('approved');
  expect(codeOf(approved, complete('task-0'))).toBe('accepted');
});

describe('priority, group and blockers', () => {
  test('are set on the run or on a task', () => {
    const urgent = happen(
      run,
      { at: AT, type: 'set-priority', priority: 'critical' },
      {
        ...task,
        type: 'set-priority',
        priority: 'high',
      },
    );
    expect(urgent.priority).toBe('critical');
    expect(taskIn(urgent, 'task-0').priority).toBe('high');
    const grouped = happen(run, { at: AT, type: 'set-group', group: ' Chat widget ' });
    expect(grouped.group).toBe('Chat widget');
    expect(happen(grouped, { at: AT, type: 'set-group', group: null })).not.toHaveProperty('group');
    const blocked = happen(run, { ...task, type: 'set-blockers', blockedBy: [{ run: 'run-2' }] });
    expect(taskIn(blocked, 'task-0').blockedBy).toEqual([{ run: 'run-2' }]);
  });

  test('do not let a run wait for itself', () => {
    const itself: RunEvent = { at: AT, type: 'set-blockers', blockedBy: [{ run: 'run-1' }] };
    expect(codeOf(run, itself)).toBe('invalid');
    expect(
      codeOf(run, { ...itself, refId: 'task-0', blockedBy: [{ run: 'run-1', refId: 'task-0' }] }),
    ).toBe('invalid');
    expect(
      codeOf(run, { ...itself, refId: 'task-0', blockedBy: [{ run: 'run-1', refId: 'task-1' }] }),
    ).toBe('accepted');
  });
});

test('a comment is kept in the history, a file where it was attached', () => {
  const comment: RunEvent = { ...task, type: 'comment', text: 'Nearly there.' };
  expect(effectsOf(run, comment)).toEqual(['commented task-0']);
  expect(taskIn(happen(run, comment), 'task-0')).toEqual(taskIn(run, 'task-0'));
  expect(codeOf(run, { ...comment, text: ' ' })).toBe('invalid');
  const attach: RunEvent = {
    ...task,
    by: ADA,
    type: 'attach',
    attachmentId: 'f1',
    name: 'bill.pdf',
  };
  const attached = happen(run, attach);
  expect(taskIn(attached, 'task-0').attachments).toEqual([
    { at: AT, by: ADA, attachmentId: 'f1', name: 'bill.pdf' },
  ]);
  expect(codeOf(attached, { at: AT, type: 'attach', attachmentId: 'f1', name: 'x' })).toBe('taken');
});

test('a run without what templates have today still takes every event', () => {
  const [first] = run.tasks;
  const { validation: _validation, ...bare } = first ?? ({} as never);
  const { stages: _stages, bundleLinks: _links, ...rest } = run;
  const old = { ...rest, tasks: [bare] } as unknown as Run;
  expect(happen(old, complete('task-0')).status).toBe('done');
  expect(codeOf(old, { at: AT, type: 'set-link', name: 'Video', url: '' })).toBe('unknown-link');
});
