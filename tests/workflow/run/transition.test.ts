import { describe, expect, test } from 'vitest';
import { planWorkflow } from '../../../src/workflow/plan/plan.ts';
import type { Evidence } from '../../../src/workflow/run/check-completion.ts';
import type { Run } from '../../../src/workflow/run/run.ts';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { transition } from '../../../src/workflow/run/transition.ts';
import { compileRuntimeTemplate, readRuntimeTemplate } from '../runtime-template.ts';
import {
  ADDRESS,
  AT,
  COMMENT,
  complete,
  effectsOf,
  happen,
  refusalOf,
  refusedOf,
  smallRun,
  task,
  taskIn,
  WAITING,
  wait,
} from './run-fixture.ts';

describe('complete', () => {
  test('closes a task with its proof, which the run keeps', () => {
    const run = happen(smallRun([COMMENT, {}]), complete('task-0', { comment: 'Sent it.' }));
    expect(taskIn(run, 'task-0')).toMatchObject({
      status: 'done',
      evidence: { comment: 'Sent it.' },
    });
    expect(run.status).toBe('active');
  });

  test('is refused with the missing proof named', () => {
    const run = smallRun([{ ...COMMENT, requiredBundleLinks: ['Video'] }], {
      bundleLinkDefinitions: [{ name: 'Video' }],
    });
    expect(transition(run, complete('task-0', { comment: ' ' }))).toEqual({
      code: 'incomplete',
      refId: 'task-0',
      refused:
        'Task `task-0` is not done: `Video` (an address) and `Sent` (a comment) are missing.',
      missing: [
        { kind: 'bundle-link', name: 'Video', type: 'url' },
        { kind: 'proof', name: 'Sent', type: 'comment' },
      ],
    });
  });

  test('shares the link a task produces with the run', () => {
    const producer = { requiredLinkName: 'Video' };
    const user = { requiredBundleLinks: ['Video'] };
    const run = smallRun([producer, user], { bundleLinkDefinitions: [{ name: 'Video' }] });
    expect(refusalOf(run, complete('task-1'))).toContain('`Video`');
    const shared = happen(run, complete('task-0', { link: ` ${ADDRESS} ` }), complete('task-1'));
    expect(shared.bundleLinks).toEqual([{ name: 'Video', url: ADDRESS }]);
  });

  test('keeps a link the run does not collect with the task', () => {
    const run = happen(
      smallRun([{ requiredLinkName: 'Ticket' }]),
      complete('task-0', { link: ADDRESS }),
    );
    expect(taskIn(run, 'task-0').evidence).toEqual({ link: ADDRESS });
  });

  test('refuses a link that is no address', () => {
    const run = smallRun([{ requiredLinkName: 'Ticket' }]);
    expect(refusalOf(run, complete('task-0', { link: 'javascript:alert(1)' }))).toBe(
      'Link `Ticket` cannot be `javascript:alert(1)`, which is not an address. Write one that ' +
        'begins with `https://`, `mailto:` or `tel:`.',
    );
  });

  test('waits for what the task depends on', () => {
    const run = smallRun([{}, { dependsOn: ['task-0'] }]);
    expect(refusalOf(run, complete('task-1'))).toBe(
      'Task `task-1` depends on `task-0`. Close that first.',
    );
    expect(effectsOf(run, complete('task-0'))).toEqual(['task-done task-0', 'task-ready task-1']);
  });

  test('behind a human gate is for a person', () => {
    const run = smallRun([{ humanGate: 'Payments go out.' }]);
    const refused = 'Task `task-0` is closed by a person only: Payments go out.';
    expect(refusalOf(run, { ...task, type: 'complete' })).toBe(refused);
    const agent = { kind: 'agent', id: 'bot', name: 'Bot' } as const;
    expect(refusalOf(run, { ...task, by: agent, type: 'complete' })).toBe(refused);
    expect(refusalOf(run, complete('task-0'))).toBe('');
  });

  test('ends waiting', () => {
    const run = happen(smallRun([WAITING, {}]), wait, complete('task-0'));
    expect(taskIn(run, 'task-0')).not.toHaveProperty('waiting');
  });

  test('is refused for a task that is done', () => {
    const run = happen(smallRun([{}]), complete('task-0'));
    expect(refusalOf(run, complete('task-0'))).toContain('is done already. Reopen it');
  });
});

describe('wait', () => {
  const run = smallRun([WAITING, {}]);

  test('needs whom, until when and what was asked', () => {
    expect(taskIn(happen(run, wait), 'task-0')).toMatchObject({
      status: 'waiting',
      waiting: { waitingFor: 'Ann', followUpAt: '2026-07-25', comment: 'Asked.' },
    });
    expect(refusalOf(run, { ...wait, waitingFor: ' ' })).toContain('waits for nobody');
    expect(refusalOf(run, { ...wait, comment: '' })).toContain('waits without a comment');
    expect(refusalOf(run, { ...wait, followUpAt: '2026-02-30' })).toContain('has to be a date');
    expect(refusalOf(run, { ...wait, followUpAt: 'soon' })).toContain('has to be a date');
  });

  test('is for tasks that may wait', () => {
    expect(refusalOf(run, { ...wait, refId: 'task-1' })).toContain('`task-1` may not wait');
    const sentence = smallRun([{ validation: 'See that it is sent.' }]);
    expect(refusalOf(sentence, wait)).toBe('');
  });

  test('goes on after a follow-up, with its comment unless there is a new one', () => {
    const sent = { ...task, type: 'follow-up-sent', followUpAt: '2026-07-29' } as const;
    expect(taskIn(happen(run, wait, sent), 'task-0').waiting).toEqual({
      waitingFor: 'Ann',
      followUpAt: '2026-07-29',
      comment: 'Asked.',
    });
    const again = happen(run, wait, { ...sent, comment: 'Asked twice.' });
    expect(taskIn(again, 'task-0').waiting?.comment).toBe('Asked twice.');
    expect(refusalOf(run, sent)).toBe('Task `task-0` is not waiting.');
    expect(refusalOf(happen(run, wait), { ...sent, followUpAt: '2027-02-29' })).toContain(
      'has to be a date',
    );
  });

  test('ends when unblocked', () => {
    const unblock = { ...task, type: 'unblock' } as const;
    const free = taskIn(happen(run, wait, unblock), 'task-0');
    expect(free.status).toBe('todo');
    expect(free).not.toHaveProperty('waiting');
    expect(refusalOf(run, unblock)).toContain('is not waiting');
  });
});

describe('skip', () => {
  const skip = { ...task, type: 'skip' } as const;

  test('leaves out an optional task for a reason', () => {
    const run = smallRun([{ ...COMMENT, optional: true }, {}]);
    expect(refusalOf(run, skip)).toContain('without a reason');
    const skipped = taskIn(happen(run, { ...skip, comment: 'No time.' }), 'task-0');
    expect(skipped).toMatchObject({ status: 'skipped', skip: { comment: 'No time.' } });
  });

  test('does not make the reason proof', () => {
    const run = smallRun([{ ...COMMENT, optional: true }, {}]);
    const reopened = happen(run, { ...skip, comment: 'No time.' }, { ...task, type: 'reopen' });
    expect(taskIn(reopened, 'task-0')).not.toHaveProperty('skip');
    expect(refusalOf(reopened, complete('task-0'))).toContain('`Sent` (a comment) is missing');
  });

  test('leaves out another task with a closing note only', () => {
    const skipClosure = { allowedStatuses: ['no book'], requires: ['comment'] };
    const run = smallRun([{ ...COMMENT, validation: { skipClosure } }, {}]);
    expect(refusalOf(run, { ...skip, comment: 'No time.' })).toContain('is not optional');
    expect(taskIn(happen(run, { ...skip, comment: 'No book' }), 'task-0').status).toBe('skipped');
  });

  test('with a note that does not stand for everything names the rest', () => {
    const skipClosure = {
      allowedStatuses: ['no book'],
      suppresses: { 'no book': { proof: true } },
    };
    const run = smallRun(
      [{ ...COMMENT, requiredBundleLinks: ['Video'], validation: { skipClosure } }],
      { bundleLinkDefinitions: [{ name: 'Video' }] },
    );
    expect(refusalOf(run, { ...skip, comment: 'no book' })).toContain(
      '`Video` (an address) is missing',
    );
  });

  test('behind a human gate is for a person', () => {
    const run = smallRun([{ optional: true, humanGate: 'Payments go out.' }]);
    expect(refusalOf(run, { ...skip, comment: 'No.' })).toContain('by a person only');
  });
});

describe('an event that makes no sense is refused', () => {
  const run = smallRun([{}], { bundleLinkDefinitions: [{ name: 'Video' }] });

  test.each<[unknown, string, string]>([
    [null, 'unknown-event', 'an empty value is not an event of a run. Give a mapping.'],
    [[], 'unknown-event', '`[]` is not an event'],
    ['complete', 'unknown-event', '`complete` is not an event'],
    [{}, 'unknown-event type', 'nothing is not an event of a run.'],
    [{ ...task, type: 'constructor' }, 'unknown-event type', '`constructor` is not an event'],
    [{ ...task, type: 'compleet' }, 'unknown-event type', 'Did you mean `complete`?'],
    [
      { ...complete('task-0'), at: 'yesterday' },
      'invalid at',
      '`at` of `complete` is `yesterday`, but has to be a date, or a date and time with offset',
    ],
    [{ ...complete('task-0'), at: '2026-02-30' }, 'invalid at', '`2026-02-30`'],
    [{ ...complete('task-0'), at: '2026-07-01T09:00' }, 'invalid at', 'with offset'],
    [{ ...complete('task-0'), at: undefined }, 'invalid at', '`at` of `complete` is nothing'],
    [{ ...complete('task-0'), by: 'Pat' }, 'invalid by', 'an actor such as'],
    [{ ...complete('task-0'), by: { kind: 'boss', id: 'pat' } }, 'invalid by', 'its kind is'],
    [{ ...complete('task-0'), by: { kind: 'person', id: ' ' } }, 'invalid by', 'an actor'],
    [{ ...complete('task-0'), commandId: 7 }, 'invalid commandId', 'has to be a text'],
    [
      { ...complete('task-0'), coment: 'Sent.' },
      'unknown-field coment',
      'nothing that `complete` says',
    ],
    [
      complete('tusk-0'),
      'unknown-task refId',
      '`tusk-0` is not a task of this run. Did you mean `task-0`?',
    ],
    [{ ...complete('task-0'), refId: { toString: null } }, 'invalid refId', 'has to be a text'],
    [{ ...wait, followUpAt: { toString: null } }, 'invalid followUpAt', 'has to be a date'],
    [{ at: AT, type: 'complete' }, 'invalid refId', '`refId` of `complete` is nothing'],
    [
      complete('task-0', { coment: 'Sent.' } as Evidence),
      'unknown-field evidence.coment',
      '`coment` is no kind of evidence. Did you mean `comment`?',
    ],
    [
      complete('task-0', { comment: 5 } as unknown as Evidence),
      'invalid evidence.comment',
      '`5` cannot be the `comment` of a task. Give a text.',
    ],
    [
      complete('task-0', { files: [5] } as unknown as Evidence),
      'invalid evidence.files',
      'a list of texts',
    ],
    [
      complete('task-0', { bundleLinks: [{ name: 'Video' }] } as unknown as Evidence),
      'invalid evidence.bundleLinks',
      'cannot be the `bundleLinks`',
    ],
    [
      { ...task, type: 'set-evidence', evidence: 'Sent.' },
      'invalid evidence',
      'a mapping of evidence',
    ],
    [
      { at: AT, type: 'set-link', name: 'Vdeo', url: ADDRESS },
      'unknown-link name',
      '`Vdeo` is not a link of this run. Choose from `Video`. Did you mean `Video`?',
    ],
    [
      { at: AT, type: 'set-link', name: 'Video', url: 'ann@example.org' },
      'invalid url',
      'is not an address',
    ],
    [{ at: AT, type: 'set-link', name: 'Video' }, 'invalid url', '`url` of `set-link` is nothing'],
  ])('%j', (event, code, reason) => {
    // As JSON from elsewhere would be.
    const refusal = refusedOf(run, event as RunEvent);
    expect([refusal.code, refusal.field].filter(Boolean).join(' ')).toBe(code);
    expect(refusal.refused).toContain(reason);
  });

  test.each([null, [], {}, { tasks: [null] }, { tasks: [{ refId: 3 }] }, 'run'])(
    'so is any of what is no run: %j',
    (none) => {
      expect(refusedOf(none as unknown as Run, complete('task-0')).code).toBe('not-a-run');
    },
  );
});

test('a plan of the planner is a run', () => {
  const template = compileRuntimeTemplate(readRuntimeTemplate('oss'));
  const bundle = planWorkflow(template, { anchor: '2026-07-22' });
  const outcome = transition(bundle, {
    at: AT,
    type: 'set-link',
    name: 'Tool GitHub',
    url: 'https://example.org/exampledb',
  });
  expect(outcome).toMatchObject({ run: { status: 'active', stage: 'preparation' } });
});
