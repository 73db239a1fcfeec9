/** The delivery pipeline: approved work, handed out in order, built by agents, released by people. */
import { queueOf, type Run } from 'opsbook/workflow';
import { describe, expect, test } from 'vitest';
import { compileSmall } from '../workflow/runtime-template.ts';
import { ADA, ARM, BOT, PAT, RunDesk } from './several-runs.ts';

/** A piece of work of one task, which is handed out once it is approved. */
const work = compileSmall([{ refId: 'do', offsetDays: 0 }], { requiresApproval: true });
const approve = { type: 'approve', by: ADA } as const;
const done = { type: 'complete', refId: 'do', by: BOT } as const;

function deskWith(...ids: readonly string[]): RunDesk {
  const desk = new RunDesk();
  for (const id of ids) desk.start(id, work);
  return desk;
}

function isBlocked(desk: RunDesk, id: string): boolean {
  return !desk.offered().some((each) => each.startsWith(`${id} `));
}

describe('the queue', () => {
  test('DP-4 Technical work needs no product system', () => {
    const desk = deskWith('upgrade');
    desk.act('upgrade', approve);
    expect(desk.offered()).toEqual(['upgrade do']);
    expect(desk.act('upgrade', done)).toContain('run-done');
    expect(JSON.stringify(desk.run('upgrade'))).not.toContain('http');
  });

  test('DP-5 Order comes from what blocks a task, within a run and across runs', () => {
    const desk = new RunDesk();
    desk.start('api', compileSmall([{ offsetDays: 0 }, { offsetDays: 0, dependsOn: ['task-0'] }]));
    desk.start('page', compileSmall([{ offsetDays: 0 }]));
    desk.act('page', { type: 'set-blockers', blockedBy: [{ run: 'api', refId: 'task-1' }] });
    expect(desk.offered()).toEqual(['api task-0']);
    desk.act('api', { type: 'complete', refId: 'task-0' });
    expect(desk.offered()).toEqual(['api task-1']);
    desk.act('api', { type: 'complete', refId: 'task-1' });
    expect(desk.offered()).toEqual(['page task-0']);
  });

  test('DP-6 A milestone groups and counts; it orders nothing', () => {
    const desk = deskWith('a', 'b', 'c');
    for (const id of ['a', 'b', 'c']) desk.act(id, approve);
    const before = desk.offered();
    desk.act('c', { type: 'set-group', group: 'AI chat widget' });
    desk.act('a', { type: 'set-group', group: 'AI chat widget' });
    expect(desk.offered()).toEqual(before);
    const group = ['a', 'b', 'c'].filter((id) => desk.run(id).group === 'AI chat widget');
    expect(group).toEqual(['a', 'c']);
  });

  test('DP-7 A failed task leaves everything downstream blocked', () => {
    const desk = new RunDesk();
    desk.start(
      'feature',
      compileSmall([
        { refId: 'build', offsetDays: 0 },
        { refId: 'test', offsetDays: 0, approval: { of: ['build'] } },
        { refId: 'deploy', offsetDays: 0, dependsOn: ['test'] },
      ]),
    );
    desk.start('announce', work);
    desk.act('announce', approve);
    desk.act('announce', { type: 'set-blockers', blockedBy: [{ run: 'feature' }] });
    desk.act('feature', { type: 'complete', refId: 'build', by: BOT });
    desk.act('feature', {
      type: 'verdict',
      refId: 'test',
      verdict: 'fail',
      comment: 'Red.',
      by: ARM,
    });
    expect(desk.offered()).toEqual(['feature build']);
    expect(desk.code('feature', { type: 'complete', refId: 'deploy' })).toBe('blocked');
  });

  test('DP-8 States are independent: approved and blocked at once', () => {
    const desk = deskWith('a', 'b');
    desk.act('a', { type: 'set-blockers', blockedBy: [{ run: 'b' }] });
    desk.act('a', approve);
    expect(desk.run('a')).toMatchObject({ approved: { by: ADA }, blockedBy: [{ run: 'b' }] });
    expect(isBlocked(desk, 'a')).toBe(true);
  });

  test('DP-10 Only approved and unblocked work is handed out', () => {
    const desk = deskWith('a', 'b');
    expect(desk.offered()).toEqual([]);
    desk.act('a', approve);
    expect(desk.offered()).toEqual(['a do']);
    expect(
      desk.code('b', { type: 'claim', refId: 'do', by: BOT, until: '2026-07-22T09:15:00Z' }),
    ).toBe('not-approved');
  });

  test('DP-11 From approved to done no step is jumped', () => {
    const desk = new RunDesk();
    const reviewed = compileSmall(
      [
        { refId: 'do', offsetDays: 0 },
        { refId: 'review', offsetDays: 0, approval: { of: ['do'] }, notBy: ['do'] },
      ],
      { requiresApproval: true },
    );
    desk.start('blocker', work, { requiresApproval: false });
    desk.start('a', reviewed);
    desk.act('a', { type: 'set-blockers', blockedBy: [{ run: 'blocker' }] });
    expect(desk.code('a', { type: 'start', refId: 'do', by: BOT })).toBe('not-approved');
    expect(desk.code('a', { ...approve, by: BOT })).toBe('needs-person');
    desk.act('a', approve);
    expect(isBlocked(desk, 'a')).toBe(true);
    desk.act('blocker', done);
    expect(isBlocked(desk, 'a')).toBe(false);
    expect(desk.code('a', { type: 'verdict', refId: 'review', verdict: 'pass', by: ARM })).toBe(
      'blocked',
    );
    desk.act('a', { type: 'start', refId: 'do', by: BOT });
    desk.act('a', done);
    expect(desk.run('a').status).toBe('active');
    expect(desk.act('a', { type: 'verdict', refId: 'review', verdict: 'pass', by: ARM })).toContain(
      'run-done',
    );
  });

  test('DP-12 Blocked follows from other work, and a second pass changes nothing', () => {
    const desk = deskWith('a', 'b');
    for (const id of ['a', 'b']) desk.act(id, approve);
    desk.act('b', { type: 'set-blockers', blockedBy: [{ run: 'a' }] });
    const before = desk.run('b');
    expect(desk.offered()).toEqual(desk.offered());
    desk.act('a', done);
    expect(isBlocked(desk, 'b')).toBe(false);
    expect(desk.run('b')).toBe(before);
  });

  test('DP-13 Example AI chat widget: two in parallel, then the third, then the last', () => {
    const desk = deskWith('1', '2', '3', '4');
    for (const id of ['1', '2', '3', '4']) {
      desk.act(id, approve);
      desk.act(id, { type: 'set-group', group: 'AI chat widget' });
    }
    desk.act('3', { type: 'set-blockers', blockedBy: [{ run: '1' }, { run: '2' }] });
    desk.act('4', { type: 'set-blockers', blockedBy: [{ run: '3' }] });
    const rounds = [];
    while (desk.offered().length > 0) {
      const round = desk.offered();
      rounds.push(round);
      for (const each of round) desk.act(each.slice(0, 1), done);
    }
    expect(rounds).toEqual([['1 do', '2 do'], ['3 do'], ['4 do']]);
  });

  test('DP-14 Critical, high, normal; of equals the one approved longest', () => {
    const desk = deskWith('old', 'young', 'high', 'critical');
    const order = ['young', 'old', 'critical', 'high'];
    for (const [minute, id] of order.entries()) {
      desk.now = `2026-07-22T09:0${minute}:00Z`;
      desk.act(id, approve);
    }
    desk.act('high', { type: 'set-priority', priority: 'high' });
    desk.act('critical', { type: 'set-priority', priority: 'critical' });
    expect(desk.offered()).toEqual(['critical do', 'high do', 'young do', 'old do']);
  });

  test('DP-15 One queue holds all groups and single work', () => {
    const desk = deskWith('a', 'b', 'single');
    for (const id of ['a', 'b', 'single']) desk.act(id, approve);
    desk.act('a', { type: 'set-group', group: 'One' });
    desk.act('b', { type: 'set-group', group: 'Two' });
    desk.act('single', { type: 'set-priority', priority: 'high' });
    expect(desk.offered()).toEqual(['single do', 'a do', 'b do']);
  });
});

describe('agents', () => {
  const claim = (by: typeof BOT | typeof ARM, until = '2026-07-22T09:15:00Z') =>
    ({ type: 'claim', refId: 'do', by, until }) as const;

  test('DP-16 Critical work goes to the next free agent; who is interrupted resumes afterwards', () => {
    const desk = deskWith('long', 'other', 'fire');
    for (const id of ['long', 'other']) desk.act(id, approve);
    desk.act('long', claim(BOT));
    desk.act('other', claim(ARM));
    desk.act('fire', approve);
    desk.act('fire', { type: 'set-priority', priority: 'critical' });
    expect(desk.offered(BOT)).toEqual(['fire do', 'long do resumes']);
    desk.act('fire', claim(BOT));
    expect(desk.offered(ARM)).toEqual(['other do resumes']);
    desk.act('fire', done);
    desk.start('next', work);
    desk.act('next', approve);
    desk.act('next', { type: 'set-priority', priority: 'high' });
    expect(desk.offered(BOT)).toEqual(['long do resumes', 'next do']);
  });

  test('DP-17 Two that ask at once never get the same task', () => {
    const desk = deskWith('a', 'b');
    for (const id of ['a', 'b']) desk.act(id, approve);
    const [first = ''] = desk.offered(BOT);
    expect(desk.offered(ARM)[0]).toBe(first);
    desk.act('a', claim(BOT));
    expect(desk.code('a', claim(ARM))).toBe('claimed');
    expect(desk.offered(ARM)).toEqual(['b do']);
  });

  test('DP-18 That an agent started is said once', () => {
    const desk = deskWith('a');
    desk.act('a', approve);
    const start = { type: 'start', refId: 'do', by: BOT, commandId: 'start-a' } as const;
    expect(desk.act('a', start)).toEqual(['task-started']);
    expect(desk.send('a', start)).toMatchObject({ repeated: true });
    expect(desk.code('a', { ...start, commandId: 'again' })).toBe('started');
    const told = desk.run('a').history?.flatMap(({ effects }) => effects) ?? [];
    expect(told.filter(({ type }) => type === 'task-started')).toHaveLength(1);
  });

  test('DP-20 Work of an agent that is gone returns when the lease ends', () => {
    const desk = deskWith('a');
    desk.act('a', approve);
    desk.act('a', claim(BOT));
    expect(desk.offered(ARM)).toEqual([]);
    desk.now = '2026-07-22T09:15:00Z';
    expect(desk.offered(ARM)).toEqual(['a do']);
    desk.act('a', claim(ARM, '2026-07-22T09:30:00Z'));
    expect(desk.code('a', done)).toBe('claimed');
  });
});

describe('the rig', () => {
  const GATED = ['auth', 'payment', 'schema', 'deletion', 'dependency'];
  const url = (label: string) => ({ type: 'url', label, required: true });
  const rig = compileSmall([
    { refId: 'branch', offsetDays: 0, proofRequirement: url('Branch') },
    {
      refId: 'implement',
      offsetDays: 0,
      dependsOn: ['branch'],
      proofRequirement: url('Pull request'),
      form: [
        {
          name: 'touches',
          label: 'Touches',
          type: 'choice',
          choices: [...GATED, 'nothing'],
          required: true,
        },
      ],
    },
    { refId: 'test', offsetDays: 0, approval: { of: ['implement'] } },
    {
      refId: 'review',
      offsetDays: 0,
      approval: { of: ['implement'] },
      dependsOn: ['test'],
      notBy: ['implement'],
      humanGate: {
        reason: 'It touches what only a person may answer for.',
        when: { refId: 'implement', field: 'touches', anyOf: GATED },
      },
    },
    { refId: 'staging', offsetDays: 0, dependsOn: ['review'] },
    {
      refId: 'smoke',
      offsetDays: 0,
      dependsOn: ['staging'],
      proofRequirement: { type: 'external-status', label: 'Smoke test', required: true },
    },
    {
      refId: 'production',
      offsetDays: 0,
      dependsOn: ['smoke'],
      humanGate: 'Production is released by a person.',
    },
  ]);
  const link = 'https://example.org/pull/1';
  const implement = (touches: string) =>
    ({
      type: 'complete',
      refId: 'implement',
      by: BOT,
      evidence: { link },
      form: { touches },
    }) as const;

  function built(touches = 'nothing'): RunDesk {
    const desk = new RunDesk();
    desk.start('rig', rig);
    desk.act('rig', { type: 'complete', refId: 'branch', by: BOT, evidence: { link } });
    desk.act('rig', implement(touches));
    return desk;
  }
  const verdict = (refId: string, by: object, say: 'pass' | 'fail' = 'pass') =>
    ({
      type: 'verdict',
      refId,
      by: by as typeof BOT,
      verdict: say,
      comment: 'See the log.',
    }) as const;

  test('DP-21 Claim, branch, implementation and pull request are tasks with proof', () => {
    const desk = new RunDesk();
    desk.start('rig', rig);
    desk.act('rig', { type: 'claim', refId: 'branch', by: BOT, until: '2026-07-22T10:00:00Z' });
    expect(desk.code('rig', { type: 'complete', refId: 'branch', by: BOT })).toBe('incomplete');
    desk.act('rig', { type: 'complete', refId: 'branch', by: BOT, evidence: { link } });
    expect(desk.code('rig', { ...implement('nothing'), evidence: { link: 'pushed' } })).toBe(
      'invalid',
    );
    expect(desk.act('rig', implement('nothing'))).toContain('task-done');
  });

  test('DP-22 Failing tests go back to the agent, repeated until green', () => {
    const desk = built();
    for (const _round of [1, 2, 3]) {
      desk.act('rig', verdict('test', ARM, 'fail'));
      expect(desk.offered(BOT)).toEqual(['rig implement']);
      desk.act('rig', implement('nothing'));
    }
    expect(desk.act('rig', verdict('test', ARM))).toContain('task-ready');
    const test = desk.run('rig').tasks.find(({ refId }) => refId === 'test');
    expect(test?.verdicts?.map((each) => each.verdict)).toEqual(['fail', 'fail', 'fail', 'pass']);
  });

  test('DP-23 Review is automatic unless a gate applies', () => {
    const desk = built();
    desk.act('rig', verdict('test', ARM));
    expect(desk.offered(ARM)).toEqual(['rig review']);
    expect(desk.code('rig', verdict('review', ARM))).toBe('accepted');
  });

  test.each(GATED)('DP-24 What touches %s is closed by a person', (touches) => {
    const desk = built(touches);
    desk.act('rig', verdict('test', ARM));
    expect(desk.offered(ARM)).toEqual([]);
    expect(desk.offered(PAT)).toEqual(['rig review']);
    expect(desk.code('rig', verdict('review', PAT))).toBe('accepted');
  });

  test('DP-25 Gates are enforced, not a convention', () => {
    const desk = built('payment');
    desk.act('rig', verdict('test', ARM));
    expect(desk.send('rig', verdict('review', ARM))).toMatchObject({
      code: 'needs-person',
      refused: expect.stringContaining('It touches what only a person may answer for.'),
    });
    const program = { kind: 'program', id: 'ci', onBehalfOf: 'pat' };
    expect(desk.code('rig', verdict('review', program))).toBe('needs-person');
  });

  test('DP-26 Merge, staging, smoke test, then production by a person', () => {
    const desk = built();
    desk.act('rig', verdict('test', ARM));
    desk.act('rig', verdict('review', ARM));
    expect(desk.code('rig', { type: 'complete', refId: 'production', by: PAT })).toBe('blocked');
    desk.act('rig', { type: 'complete', refId: 'staging', by: BOT });
    expect(desk.code('rig', { type: 'complete', refId: 'smoke', by: BOT })).toBe('incomplete');
    desk.act('rig', {
      type: 'complete',
      refId: 'smoke',
      by: BOT,
      evidence: { externalStatus: 'green' },
    });
    expect(desk.code('rig', { type: 'complete', refId: 'production', by: BOT })).toBe(
      'needs-person',
    );
    expect(desk.act('rig', { type: 'complete', refId: 'production', by: PAT })).toContain(
      'run-done',
    );
  });

  test.each([
    ['branch', 'nothing', true],
    ['implement', 'nothing', true],
    ['test', 'nothing', true],
    ['review', 'nothing', true],
    ['review', 'schema', false],
    ['review', 'dependency', false],
    ['production', 'nothing', false],
  ])('DP-30 An agent is offered and can close %s, which touches %s: %s', (refId, touches, can) => {
    const desk = new RunDesk();
    desk.start('rig', rig);
    const closing: Record<string, () => string> = {
      branch: () =>
        desk.code('rig', { type: 'complete', refId: 'branch', by: BOT, evidence: { link } }),
      implement: () => desk.code('rig', implement(touches)),
      test: () => desk.code('rig', verdict('test', ARM)),
      review: () => desk.code('rig', verdict('review', ARM)),
      staging: () => desk.code('rig', { type: 'complete', refId: 'staging', by: BOT }),
      smoke: () =>
        desk.code('rig', {
          type: 'complete',
          refId: 'smoke',
          by: BOT,
          evidence: { externalStatus: 'green' },
        }),
      production: () => desk.code('rig', { type: 'complete', refId: 'production', by: BOT }),
    };
    for (const each of Object.keys(closing)) {
      if (each === refId) break;
      closing[each]?.();
    }
    expect(desk.offered('agent').includes(`rig ${refId}`)).toBe(can);
    expect(closing[refId]?.()).toBe(can ? 'accepted' : 'needs-person');
  });

  test('DP-32 Who implemented cannot review', () => {
    const desk = built();
    desk.act('rig', verdict('test', BOT));
    expect(desk.code('rig', verdict('review', BOT))).toBe('not-by');
    expect(desk.code('rig', verdict('review', { ...ARM, onBehalfOf: 'bot' }))).toBe('not-by');
    expect(desk.code('rig', verdict('review', ARM))).toBe('accepted');
  });

  test('what is blocked says by what', () => {
    const run: Run = built().run('rig');
    const review = queueOf(run, { today: '2026-07-22' }).find(
      ({ task }) => task.refId === 'review',
    );
    expect(review?.blockedBy).toEqual(['test']);
  });
});
