import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import {
  ADA,
  ARM,
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

/** Build, test, accept, release. */
const run = smallRun([
  {},
  { approval: { of: ['task-0'] }, notBy: ['task-0'] },
  { approval: { of: ['task-0'] }, dependsOn: ['task-1'] },
  { dependsOn: ['task-2'] },
]);
const built = happen(run, { ...complete('task-0'), by: BOT });

function verdict(refId: string, say: 'pass' | 'fail', more: object = {}): RunEvent {
  return { at: AT, by: PERSON, refId, type: 'verdict', verdict: say, ...more };
}

describe('a verdict', () => {
  test('passes what it judges', () => {
    const passed = happen(built, verdict('task-1', 'pass', { comment: 'All green.' }));
    expect(taskIn(passed, 'task-1')).toMatchObject({
      status: 'done',
      verdicts: [{ at: AT, by: PERSON, verdict: 'pass', comment: 'All green.' }],
    });
    expect(effectsOf(built, verdict('task-1', 'pass'))).toEqual([
      'verdict-given task-1 pass',
      'task-done task-1',
      'task-ready task-2',
    ]);
  });

  test('that fails says why, and opens what it judges', () => {
    expect(refusedOf(built, verdict('task-1', 'fail', { comment: ' ' }))).toMatchObject({
      code: 'needs-comment',
      field: 'comment',
    });
    const fail = verdict('task-1', 'fail', { comment: 'It crashes.' });
    expect(effectsOf(built, fail)).toEqual(['verdict-given task-1 fail', 'task-reopened task-0']);
    const failed = happen(built, fail);
    expect(taskIn(failed, 'task-0')).toMatchObject({ status: 'todo', reopened: true });
    expect(taskIn(failed, 'task-1').status).toBe('todo');
    const again = happen(failed, complete('task-0'), verdict('task-1', 'pass', { by: ADA }));
    expect(taskIn(again, 'task-1').verdicts?.map((each) => each.verdict)).toEqual(['fail', 'pass']);
  });

  test('is all that closes its task, and is given on none else', () => {
    expect(codeOf(built, complete('task-1'))).toBe('needs-verdict');
    expect(codeOf(run, verdict('task-0', 'pass'))).toBe('no-verdict');
    expect(codeOf(built, verdict('task-1', 'perhaps' as 'pass'))).toBe('invalid');
  });

  test('waits for what it judges, and does not outlive it', () => {
    expect(refusalOf(run, verdict('task-1', 'pass'))).toBe(
      'Task `task-1` depends on `task-0`. Close that first.',
    );
    const accepted = happen(built, verdict('task-1', 'pass'), verdict('task-2', 'pass'));
    expect(effectsOf(accepted, { ...task, type: 'reopen' })).toEqual([
      'task-reopened task-0',
      'verdict-stale task-1',
      'verdict-stale task-2',
    ]);
    const stale = happen(accepted, { ...task, type: 'reopen' });
    expect(taskIn(stale, 'task-1')).toMatchObject({ status: 'todo', reopened: true });
    expect(taskIn(stale, 'task-1').verdicts).toHaveLength(1);
  });
});

describe('whoever closed the one may not close the other', () => {
  const built = happen(run, { ...complete('task-0'), by: BOT });

  test.each([
    [BOT, 'not-by'],
    [ARM, 'not-by'],
    [{ ...ADA, onBehalfOf: 'bot' }, 'not-by'],
    [ADA, 'accepted'],
    [undefined, 'needs-actor'],
  ])('as %j it is %s', (by, code) => {
    const { by: _by, ...unsigned } = verdict('task-1', 'pass');
    expect(codeOf(built, { ...unsigned, ...(by && { by }) })).toBe(code);
    expect(
      codeOf(built, {
        ...unsigned,
        verdict: 'fail',
        comment: 'No.',
        ...(by && { by }),
      } as RunEvent),
    ).toBe(code);
  });

  test('whichever of the two is closed first', () => {
    const apart = smallRun([{ notBy: ['task-1'] }, {}]);
    const first = happen(apart, { ...complete('task-0'), by: ADA });
    expect(codeOf(first, { ...complete('task-1'), by: ADA })).toBe('not-by');
    expect(codeOf(first, { ...complete('task-1'), by: BOT })).toBe('accepted');
    expect(codeOf(apart, { ...task, type: 'complete' })).toBe('needs-actor');
  });
});

describe('a gate with a condition', () => {
  const form = [
    { name: 'touches', label: 'Touches', type: 'choice', choices: ['text', 'payment', 'schema'] },
  ];
  const when = { refId: 'task-0', field: 'touches', anyOf: ['payment', 'schema'] };
  const gated = smallRun([{ form }, { humanGate: { reason: 'Money moves.', when } }]);
  const merge: RunEvent = { at: AT, by: BOT, refId: 'task-1', type: 'complete' };

  test.each([
    ['payment', 'needs-person'],
    ['schema', 'needs-person'],
    ['text', 'accepted'],
    [undefined, 'needs-person'],
  ])('after the answer %s an agent is %s', (touches, code) => {
    const answered = happen(gated, {
      ...complete('task-0'),
      ...(touches !== undefined && { form: { touches } }),
    } as RunEvent);
    expect(codeOf(answered, merge)).toBe(code);
    expect(codeOf(answered, { ...merge, by: ADA })).toBe('accepted');
  });

  test('holds without the task that would answer', () => {
    expect(refusalOf(gated, merge)).toBe('Task `task-1` is closed by a person only: Money moves.');
    const program = { kind: 'program', id: 'ci', onBehalfOf: 'ada' } as const;
    expect(codeOf(gated, { ...merge, by: program })).toBe('needs-person');
  });
});

describe('a form', () => {
  const form = [
    { name: 'hours', label: 'Hours', type: 'number', required: true },
    { name: 'link', label: 'Page', type: 'url' },
  ];
  const asked = smallRun([{ form }, {}]);
  const answer = (given: object) => ({ ...complete('task-0'), form: given }) as RunEvent;

  test('is checked field by field, and its answers stay', () => {
    expect(refusedOf(asked, complete('task-0'))).toMatchObject({
      code: 'incomplete',
      refused: 'Task `task-0` is not done: `Hours` (a number) is missing.',
      missing: [{ kind: 'answer', name: 'Hours', type: 'number', field: 'hours' }],
    });
    expect(refusedOf(asked, answer({ hours: 'many' }))).toMatchObject({
      code: 'invalid',
      field: 'hours',
    });
    expect(refusedOf(asked, answer({ hour: 2 }))).toMatchObject({ code: 'invalid', field: 'hour' });
    const done = happen(asked, answer({ hours: ' 2.5 ', link: ' ' }));
    expect(taskIn(done, 'task-0').answers).toEqual({ hours: 2.5 });
    const reopened = happen(done, { ...task, type: 'reopen' });
    expect(taskIn(reopened, 'task-0').answers).toEqual({ hours: 2.5 });
    expect(codeOf(reopened, complete('task-0'))).toBe('accepted');
    expect(codeOf(reopened, answer({ hours: '' }))).toBe('incomplete');
  });

  test('fills the texts of the run', () => {
    const run = {
      ...asked,
      inputDefinitions: [{ name: 'tool', label: 'Tool', type: 'text' as const }],
      title: '{tool} on 2026-07-22',
      titlePattern: '{tool} on {anchor}',
      tasks: asked.tasks.map((each) =>
        each.refId === 'task-1'
          ? {
              ...each,
              patterns: { description: '{tool} in {task-0.hours} h', operatorAction: 'Do {tool}' },
            }
          : each,
      ),
    };
    const filled = happen(
      run,
      { at: AT, type: 'set-input', name: 'tool', value: ' GraphQL ' },
      answer({ hours: 2 }),
    );
    expect(filled.title).toBe('GraphQL on 2026-07-22');
    expect(filled.inputs).toEqual({ tool: 'GraphQL' });
    expect(taskIn(filled, 'task-1')).toMatchObject({
      description: 'GraphQL in 2 h',
      validation: { operatorAction: 'Do GraphQL' },
    });
    expect(happen(filled, { at: AT, type: 're-anchor', anchor: '2026-07-23' }).title).toBe(
      'GraphQL on 2026-07-23',
    );
    const named = happen(filled, { at: AT, type: 'rename', title: ' My  run ' });
    expect(named.title).toBe('My run');
    expect(happen(named, { at: AT, type: 'set-input', name: 'tool', value: 'Vim' }).title).toBe(
      'My run',
    );
    expect(refusedOf(run, { at: AT, type: 'set-input', name: 'tol', value: 'x' })).toMatchObject({
      code: 'unknown-input',
      refused: '`tol` is not an input of this run. Choose from `tool`. Did you mean `tool`?',
    });
  });
});
