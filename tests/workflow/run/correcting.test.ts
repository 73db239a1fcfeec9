import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import {
  ADA,
  ADDRESS,
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
} from './run-fixture.ts';

const run = smallRun(
  [
    { requiredLinkName: 'Video', stageOnComplete: 'announced' },
    { requiredBundleLinks: ['Video'] },
    { dependsOn: ['task-0'] },
  ],
  { bundleLinkDefinitions: [{ name: 'Video' }] },
);
const done: RunEvent = { ...complete('task-0', { link: ADDRESS }), commandId: 'c1' };
const correct = (of: string, refId = 'task-0'): RunEvent => ({
  at: AT,
  by: PERSON,
  type: 'correct',
  refId,
  of,
  reason: 'Wrong row.',
});

describe('a mistaken act', () => {
  test('is taken back with all that came of it, and stays in the history', () => {
    const corrected = happen(run, done, correct('c1'));
    expect(corrected).toMatchObject({ stage: 'preparation', bundleLinks: [{ url: '' }] });
    expect(taskIn(corrected, 'task-0')).toEqual(taskIn(run, 'task-0'));
    expect(corrected.history?.map(({ event }) => event.type)).toEqual(['complete', 'correct']);
    expect(effectsOf(happen(run, done), correct('c1'))).toEqual([
      'act-corrected task-0 c1',
      'stage-changed announced preparation',
    ]);
  });

  test('is the last one on its task, and named', () => {
    const later = happen(run, done, { ...task, type: 'reopen', commandId: 'c2' });
    expect(refusalOf(later, correct('c1'))).toBe(
      'Task `task-0` can take back its last act only, and `c1` is not it. That is `c2`.',
    );
    expect(codeOf(run, correct('c1'))).toBe('not-last-act');
    expect(
      refusedOf(happen(run, done), { ...correct('c1'), reason: '' } as RunEvent),
    ).toMatchObject({
      code: 'needs-comment',
      field: 'reason',
    });
    const commented = happen(run, done, { ...task, type: 'comment', text: 'Hm.', commandId: 'c3' });
    expect(codeOf(commented, correct('c1'))).toBe('accepted');
    expect(codeOf(happen(commented, correct('c1')), correct('c1'))).toBe('not-last-act');
  });

  test('stays when something was closed on the strength of it', () => {
    const follower = happen(run, done, complete('task-2'));
    expect(refusalOf(follower, correct('c1'))).toBe(
      'Task `task-0` cannot take this back: `task-2` was closed on the strength of it.',
    );
    const user = happen(run, done, complete('task-1'));
    expect(refusedOf(user, correct('c1')).code).toBe('depended-on');
    const replaced = happen(run, done, {
      at: AT,
      type: 'set-link',
      name: 'Video',
      url: `${ADDRESS}/2`,
    });
    expect(refusalOf(replaced, correct('c1'))).toContain('`Video` was changed since');
  });

  test('is taken back wherever the run went since', () => {
    const independent = smallRun([{ stageOnComplete: 'announced' }, {}]);
    const finished = happen(
      independent,
      { ...complete('task-0'), commandId: 'c1' },
      complete('task-1'),
    );
    expect(finished.stage).toBe('done');
    expect(happen(finished, correct('c1'))).toMatchObject({ status: 'active', stage: 'announced' });
  });

  test('is taken back although what rests on it was closed before', () => {
    const reopened = happen(run, done, complete('task-2'), { ...task, type: 'reopen' });
    const again = happen(reopened, { ...complete('task-0'), commandId: 'c4' });
    expect(codeOf(again, correct('c4'))).toBe('accepted');
  });

  test('of a verdict closes again what it opened', () => {
    const judged = happen(smallRun([{}, { approval: { of: ['task-0'] } }]), complete('task-0'), {
      at: AT,
      by: ADA,
      refId: 'task-1',
      type: 'verdict',
      verdict: 'fail',
      comment: 'No.',
      commandId: 'v',
    });
    const back = happen(judged, { ...correct('v', 'task-1'), by: ADA });
    expect(taskIn(back, 'task-0').status).toBe('done');
    expect(taskIn(back, 'task-1').verdicts).toMatchObject([{ verdict: 'fail', corrected: true }]);
  });

  test('does not bring two of one actor together', () => {
    const apart = happen(
      smallRun([{}, { notBy: ['task-0'] }]),
      { ...complete('task-0'), by: BOT },
      { ...task, type: 'reopen', commandId: 'r' },
      { ...complete('task-1'), by: BOT },
    );
    expect(codeOf(apart, correct('r'))).toBe('not-by');
  });
});

describe('a command that is sent again', () => {
  test('is answered as before, and changes nothing', () => {
    const after = happen(run, done);
    const again = { ...done, at: '2026-07-05' };
    expect(effectsOf(after, again)).toEqual(effectsOf(run, done));
    expect(happen(after, again)).toBe(after);
    const skipped = happen(after, { ...task, type: 'reopen' });
    expect(happen(skipped, done)).toBe(skipped);
  });

  test('with other words is refused, by another actor it is another', () => {
    const after = happen(run, done);
    const other: RunEvent = { ...task, by: PERSON, type: 'reopen', commandId: 'c1' };
    expect(refusedOf(after, other)).toMatchObject({ code: 'command-reused', field: 'commandId' });
    expect(codeOf(after, { ...other, by: ADA })).toBe('accepted');
  });
});
