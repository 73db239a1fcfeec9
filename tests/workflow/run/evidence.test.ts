/** What a run keeps besides the status of its tasks: evidence, links, stage. */
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { transition } from '../../../src/workflow/run/transition.ts';
import {
  ADDRESS,
  AT,
  COMMENT,
  complete,
  effectsOf,
  happen,
  refusalOf,
  smallRun,
  task,
  taskIn,
  WAITING,
  wait,
} from './run-fixture.ts';

describe('taking evidence away', () => {
  const run = smallRun([{ requiredLinkName: 'Video' }, COMMENT], {
    bundleLinkDefinitions: [{ name: 'Video' }],
  });
  const done = happen(
    run,
    complete('task-0', { link: ADDRESS }),
    complete('task-1', { comment: 'Sent.' }),
  );
  const remove: RunEvent = { at: AT, type: 'set-link', name: 'Video', url: ' ' };

  test('opens the task and the run again, and says so', () => {
    expect(done).toMatchObject({ status: 'done', stage: 'done' });
    expect(effectsOf(done, remove)).toEqual([
      'link-removed Video',
      'evidence-lost task-0 Video',
      'stage-changed done preparation',
      'run-reopened',
    ]);
    const open = happen(done, remove);
    expect(open).toMatchObject({ status: 'active', stage: 'preparation' });
    expect(taskIn(open, 'task-0')).toMatchObject({
      status: 'todo',
      lostEvidence: [{ kind: 'link', name: 'Video' }],
    });
    const again = happen(open, complete('task-0', { link: ADDRESS }));
    expect(taskIn(again, 'task-0')).not.toHaveProperty('lostEvidence');
    expect(again.status).toBe('done');
  });

  test('concerns every kind of evidence', () => {
    const event: RunEvent = {
      ...task,
      refId: 'task-1',
      type: 'set-evidence',
      evidence: { comment: '' },
    };
    expect(effectsOf(done, event)).toContain('run-reopened');
    expect(taskIn(happen(done, event), 'task-1').status).toBe('todo');
  });

  test('that is replaced changes nothing', () => {
    const replace: RunEvent = { ...remove, url: 'https://example.org/2' };
    expect(effectsOf(done, replace)).toEqual(['link-set Video']);
    expect(happen(done, replace).status).toBe('done');
  });

  test('reopens a task that was left out with a note of which the link was not part', () => {
    const skipClosure = {
      allowedStatuses: ['no book'],
      suppresses: { 'no book': { proof: true } },
    };
    const noted = happen(
      smallRun([{ ...COMMENT, requiredBundleLinks: ['Video'], validation: { skipClosure } }], {
        bundleLinkDefinitions: [{ name: 'Video' }],
      }),
      { at: AT, type: 'set-link', name: 'Video', url: ADDRESS },
      { ...task, type: 'skip', comment: 'no book' },
    );
    expect(noted.status).toBe('done');
    expect(taskIn(happen(noted, remove), 'task-0').status).toBe('todo');
  });
});

describe('the run', () => {
  const stages = [{ stageOnComplete: 'after-event' }, { stageOnComplete: 'announced' }, {}];

  test('moves forward through its stages, never back', () => {
    const run = smallRun(stages);
    const moved = happen(run, complete('task-0'));
    expect(moved.stage).toBe('after-event');
    expect(happen(moved, complete('task-1')).stage).toBe('after-event');
    expect(happen(moved, { ...task, type: 'reopen' }).stage).toBe('after-event');
  });

  test('is done when nothing is open, whichever task comes last', () => {
    const run = smallRun([{ stageOnComplete: 'done' }, {}, { optional: true }]);
    expect(effectsOf(run, complete('task-0'))).toEqual(['task-done task-0', 'done-held task-1']);
    const held = happen(run, complete('task-0'));
    expect(held.stage).toBe('preparation');
    expect(effectsOf(held, complete('task-1'))).toEqual([
      'task-done task-1',
      'stage-changed preparation done',
      'run-done',
    ]);
  });

  test('is not done while an optional task waits', () => {
    const run = happen(smallRun([{ ...WAITING, optional: true }, {}]), wait, complete('task-1'));
    expect(run.status).toBe('active');
    expect(happen(run, { ...task, type: 'unblock' }).status).toBe('done');
  });

  test('opens again with a task, in the stage it was in before', () => {
    const done = happen(
      smallRun(stages),
      complete('task-0'),
      complete('task-1'),
      complete('task-2'),
    );
    expect(done.stage).toBe('done');
    const open = happen(done, { ...task, type: 'reopen' });
    expect(open).toMatchObject({ status: 'active', stage: 'after-event' });
    expect(refusalOf(open, { ...task, type: 'reopen' })).toContain('is open already');
  });

  test('opens again with an optional task, too', () => {
    const run = smallRun([{ optional: true }, {}]);
    const done = happen(run, complete('task-1'));
    expect(done.status).toBe('done');
    const open = happen(done, complete('task-0'), { ...task, type: 'reopen' });
    expect(open.status).toBe('active');
    const skipped = happen(open, { ...task, type: 'skip', comment: 'Not now.' });
    expect(skipped.status).toBe('done');
    expect(taskIn(skipped, 'task-0')).not.toHaveProperty('reopened');
  });

  test('is in its last stage exactly while it is done, whatever that is called', () => {
    const phases = [{ id: 'all', name: 'All', stage: 'draft' }];
    const stages = { stages: ['draft', 'review', 'live'], phases };
    const run = smallRun([{ stageOnComplete: 'live' }, { stageOnComplete: 'review' }], stages);
    expect(effectsOf(run, complete('task-0'))).toEqual(['task-done task-0', 'done-held task-1']);
    const held = happen(run, complete('task-0'));
    expect(held).toMatchObject({ status: 'active', stage: 'draft' });
    const done = happen(held, complete('task-1'));
    expect(done).toMatchObject({ status: 'done', stage: 'live', stageBefore: 'review' });
    const open = happen(done, { ...task, type: 'reopen' });
    expect(open).toMatchObject({ status: 'active', stage: 'review' });
    expect(open).not.toHaveProperty('stageBefore');
  });

  test('of one stage stays in it', () => {
    const phases = [{ id: 'all', name: 'All', stage: 'all' }];
    const run = smallRun([{ stageOnComplete: 'all' }, {}], { stages: ['all'], phases });
    expect(happen(run, complete('task-0'))).toMatchObject({ stage: 'all', status: 'active' });
    expect(happen(run, complete('task-0'), complete('task-1'))).toMatchObject({
      stage: 'all',
      status: 'done',
    });
  });

  test('moves on with a milestone that is left out as with one that is done', () => {
    const run = smallRun([{ stageOnComplete: 'announced', optional: true }, {}]);
    const skip: RunEvent = { ...task, type: 'skip', comment: 'Nothing to announce.' };
    expect(effectsOf(run, skip)).toEqual([
      'task-skipped task-0',
      'stage-changed preparation announced',
    ]);
    expect(happen(run, skip).stage).toBe('announced');
  });

  test('remembers every event with its effects', () => {
    const events = [wait, complete('task-0')];
    const run = happen(smallRun([WAITING]), ...events);
    expect(run.history?.map(({ event }) => event)).toEqual(events);
    expect(run.history?.at(-1)?.effects.at(-1)).toEqual({ type: 'run-done' });
  });

  test('remembers events as they were', () => {
    const event = { ...complete('task-0'), evidence: { files: ['a.pdf'] } };
    const outcome = transition(smallRun([{ requiresFile: true }]), event);
    event.evidence.files[0] = ' ';
    expect('run' in outcome && taskIn(outcome.run, 'task-0').evidence).toEqual({
      files: ['a.pdf'],
    });
    expect(JSON.stringify(outcome)).not.toContain('" "');
  });
});
