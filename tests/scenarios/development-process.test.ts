/** The development process: filed, groomed, built, verified, accepted, committed, watched. */
import { describe, expect, test } from 'vitest';
import { compileSmall } from '../workflow/runtime-template.ts';
import { ADA, ARM, BOT, PAT, RunDesk } from './several-runs.ts';

const ROLES = {
  orchestrator: 'Orchestrator',
  engineer: 'Engineer',
  tester: 'Tester',
  product: 'Product manager',
  designer: 'Designer',
};
const lifecycle = compileSmall(
  [
    { refId: 'file', offsetDays: 0, assignee: 'orchestrator' },
    { refId: 'groom', offsetDays: 0, assignee: 'product', dependsOn: ['file'] },
    { refId: 'build', offsetDays: 0, assignee: 'engineer', dependsOn: ['groom'] },
    {
      refId: 'verify',
      offsetDays: 0,
      assignee: 'tester',
      approval: { of: ['build'] },
      notBy: ['build'],
      form: [
        {
          name: 'tests',
          label: 'Tests of each criterion, or why not',
          type: 'long-text',
          required: true,
        },
      ],
    },
    {
      refId: 'design',
      offsetDays: 0,
      assignee: 'designer',
      approval: { of: ['build'] },
      optional: true,
    },
    {
      refId: 'accept',
      offsetDays: 0,
      assignee: 'product',
      approval: { of: ['build'] },
      dependsOn: ['verify'],
    },
    { refId: 'commit', offsetDays: 0, assignee: 'engineer', dependsOn: ['accept'] },
    { refId: 'merge', offsetDays: 0, assignee: 'engineer', dependsOn: ['commit'] },
    { refId: 'watch', offsetDays: 0, assignee: 'orchestrator', dependsOn: ['merge'] },
    {
      refId: 'human',
      offsetDays: 0,
      assignee: 'product',
      dependsOn: ['build'],
      humanGate: 'Look at it in the hall.',
    },
  ],
  { roles: ROLES },
);
const ORDER = ['file', 'groom', 'build', 'verify', 'accept', 'commit', 'merge', 'watch'];
const ACTORS = { verify: ARM, accept: PAT } as const;

function close(desk: RunDesk, refId: string, run = 'issue'): string {
  const by = refId === 'verify' || refId === 'accept' ? ACTORS[refId] : BOT;
  if (refId !== 'verify' && refId !== 'accept')
    return desk.code(run, { type: 'complete', refId, by });
  const form = refId === 'verify' ? { form: { tests: 'npm test: 12 passed' } } : {};
  return desk.code(run, { type: 'verdict', refId, by, verdict: 'pass', ...form });
}

function upTo(refId: string): RunDesk {
  const desk = new RunDesk();
  desk.start('issue', lifecycle);
  for (const each of ORDER.slice(0, ORDER.indexOf(refId))) {
    expect(close(desk, each), each).toBe('accepted');
  }
  return desk;
}

const fail = (refId: 'verify' | 'accept', comment: string) =>
  ({ type: 'verdict', refId, by: ACTORS[refId], verdict: 'fail', comment }) as const;

describe('the lifecycle', () => {
  test('PR-1 No step comes before the former is closed', () => {
    for (const [index, refId] of ORDER.entries()) {
      const desk = upTo(refId);
      for (const later of ORDER.slice(index + 1)) expect(close(desk, later), later).toBe('blocked');
      expect(close(desk, refId)).toBe('accepted');
    }
  });

  test('PR-7 The engineer commits only after tester and product manager passed', () => {
    const desk = upTo('verify');
    expect(close(desk, 'commit')).toBe('blocked');
    close(desk, 'verify');
    expect(close(desk, 'commit')).toBe('blocked');
    close(desk, 'accept');
    expect(close(desk, 'commit')).toBe('accepted');
  });

  test('PR-8 The tester fails with specifics, any number of times, and each verdict is kept', () => {
    const desk = upTo('verify');
    expect(desk.code('issue', fail('verify', ' '))).toBe('needs-comment');
    for (const round of ['It crashes.', 'It is slow.']) {
      expect(desk.act('issue', fail('verify', round))).toContain('task-reopened');
      expect(close(desk, 'verify')).toBe('blocked');
      expect(close(desk, 'build')).toBe('accepted');
    }
    close(desk, 'verify');
    const { history = [], tasks } = desk.run('issue');
    const verdicts = tasks.find(({ refId }) => refId === 'verify')?.verdicts;
    expect(verdicts?.map(({ verdict, comment }) => comment ?? verdict)).toEqual([
      'It crashes.',
      'It is slow.',
      'pass',
    ]);
    expect(history.filter(({ event }) => event.type === 'verdict')).toHaveLength(3);
  });

  test('PR-9 The product manager rejects: the same loop, and the tester tests again', () => {
    const desk = upTo('accept');
    const effects = desk.act('issue', fail('accept', 'The label is wrong.'));
    expect(effects).toEqual(expect.arrayContaining(['task-reopened', 'verdict-stale']));
    close(desk, 'build');
    expect(close(desk, 'accept')).toBe('blocked');
    close(desk, 'verify');
    expect(close(desk, 'accept')).toBe('accepted');
  });

  test('PR-11 The orchestrator is offered no grooming, building, testing or accepting', () => {
    const offered = ORDER.flatMap((refId) =>
      upTo(refId).offered('person', { roles: ['orchestrator'] }),
    );
    expect(new Set(offered)).toEqual(new Set(['issue file', 'issue watch']));
  });

  test('PR-19 Acceptance needs tests of each criterion, or a reason', () => {
    const desk = upTo('verify');
    const untested = desk.send('issue', {
      type: 'verdict',
      refId: 'verify',
      by: ARM,
      verdict: 'pass',
    });
    expect(untested).toMatchObject({
      code: 'incomplete',
      missing: [{ kind: 'answer', field: 'tests' }],
    });
    expect(
      desk.code('issue', {
        type: 'verdict',
        refId: 'verify',
        by: ARM,
        verdict: 'pass',
        form: { tests: 'None: words alone changed.' },
      }),
    ).toBe('accepted');
  });

  test('PR-20 A verdict is of the one who gave it', () => {
    const desk = upTo('commit');
    const { tasks } = desk.run('issue');
    const givenBy = (refId: string) =>
      tasks.find((each) => each.refId === refId)?.verdicts?.map(({ by }) => by?.id);
    expect([givenBy('verify'), givenBy('accept')]).toEqual([['arm'], ['pat']]);
  });

  test('PR-28 What a person has to see keeps the issue open, and nothing else', () => {
    const desk = upTo('watch');
    desk.start('other', lifecycle);
    expect(close(desk, 'watch')).toBe('accepted');
    expect(desk.run('issue').status).toBe('active');
    expect(desk.code('issue', { type: 'complete', refId: 'human', by: BOT })).toBe('needs-person');
    expect(desk.offered(BOT)).toEqual(['issue design', 'other file']);
    expect(desk.act('issue', { type: 'complete', refId: 'human', by: ADA })).toContain('run-done');
  });
});

describe('batches', () => {
  const item = compileSmall([{ refId: 'do', offsetDays: 0 }]);

  test('PR-13 Independent items are picked two at a time, lowest number first', () => {
    const desk = new RunDesk();
    for (const id of ['11', '12', '13', '14']) desk.start(id, item);
    desk.act('11', { type: 'set-blockers', blockedBy: [{ run: '13' }] });
    const picked = () => desk.offered().slice(0, 2);
    expect(picked()).toEqual(['12 do', '13 do']);
    for (const id of ['12', '13']) desk.act(id, { type: 'complete', refId: 'do' });
    expect(picked()).toEqual(['11 do', '14 do']);
  });

  test('PR-14 When work is ready, something is offered', () => {
    const desk = new RunDesk();
    for (const id of ['a', 'b', 'c']) desk.start(id, item);
    for (let left = 3; left > 0; left -= 1) {
      const [next = ''] = desk.offered(BOT);
      expect(next).not.toBe('');
      desk.act(next.slice(0, 1), { type: 'complete', refId: 'do', by: BOT });
    }
    expect(desk.offered(BOT)).toEqual([]);
  });
});
