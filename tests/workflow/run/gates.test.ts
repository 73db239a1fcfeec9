/** What keeps an actor from a task, whichever way round is tried. */
import { describe, expect, test } from 'vitest';
import type { AdoptedChanges, RunEvent } from '../../../src/workflow/run/run-event.ts';
import {
  ADA,
  AT,
  BOT,
  codeOf,
  happen,
  PERSON,
  refusedOf,
  smallRun,
  taskIn,
} from './run-fixture.ts';

const RISK = {
  name: 'risk',
  label: 'Risk',
  type: 'choice',
  choices: ['low', 'high'],
  required: true,
};
const gate = (refId: string) => ({
  reason: 'Risky.',
  when: { refId, field: 'risk', anyOf: ['high'] },
});

describe('a gate on an answer of the task itself', () => {
  const on = { at: AT, refId: 'g' };

  test('is asked after the answers of the event, and before', () => {
    const run = smallRun([{ refId: 'g', form: [RISK], humanGate: gate('g') }]);
    const answer = (risk: string): RunEvent => ({ ...on, type: 'complete', form: { risk } });
    const reopened = (risk: string) =>
      happen(run, { ...answer(risk), by: ADA }, { ...on, type: 'reopen' });
    expect(codeOf(reopened('low'), { ...answer('high'), by: BOT })).toBe('needs-person');
    expect(codeOf(reopened('high'), { ...answer('low'), by: BOT })).toBe('needs-person');
    expect(codeOf(reopened('low'), { ...answer('low'), by: BOT })).toBe('accepted');
    expect(codeOf(reopened('low'), { ...answer('high'), by: ADA })).toBe('accepted');
  });

  test('is asked of a verdict too', () => {
    const judging = {
      refId: 'g',
      form: [RISK],
      humanGate: gate('g'),
      approval: { of: ['task-0'] },
    };
    const pass = (risk: string): RunEvent => ({
      ...on,
      type: 'verdict',
      verdict: 'pass',
      form: { risk },
    });
    const run = happen(
      smallRun([{}, judging]),
      { at: AT, refId: 'task-0', type: 'complete' },
      { ...pass('low'), by: ADA },
      { ...on, type: 'reopen' },
    );
    expect(codeOf(run, { ...pass('high'), by: BOT })).toBe('needs-person');
    expect(codeOf(run, { ...pass('low'), by: BOT })).toBe('accepted');
  });
});

describe('adopting another version', () => {
  const run = smallRun([
    { refId: 'g', humanGate: 'A decision.' },
    { refId: 'apart', notBy: ['named'] },
    { refId: 'named' },
    { refId: 'plain' },
  ]);
  const SYSTEM = { kind: 'system', id: 'engine' } as const;
  const adopt = (changes: AdoptedChanges): RunEvent => ({
    at: AT,
    type: 'adopt',
    templateHash: 'sha256:next',
    from: run.contentHash,
    changes,
  });
  const set = (refId: string, keys: object) => adopt({ tasks: [{ refId, set: { ...keys } }] });

  test('is for a person, or a system where no gate is concerned', () => {
    const harmless = set('plain', { description: 'Else' });
    expect(codeOf(run, { ...harmless, by: ADA })).toBe('accepted');
    expect(codeOf(run, { ...harmless, by: SYSTEM })).toBe('accepted');
    expect(codeOf(run, { ...harmless, by: BOT })).toBe('needs-person');
    expect(codeOf(run, harmless)).toBe('needs-person');
    for (const lifting of [
      set('g', { humanGate: null }),
      set('g', { form: [] }),
      set('apart', { notBy: null }),
      adopt({ run: { requiresApproval: null } }),
      adopt({ archive: ['g'] }),
      adopt({ archive: ['named'] }),
    ]) {
      expect(codeOf(run, { ...lifting, by: SYSTEM })).toBe('needs-person');
      expect(codeOf(run, { ...lifting, by: ADA })).toBe('accepted');
    }
  });

  test.each(['refId', 'status', 'source', 'personId', 'verdicts', 'claim', 'closed'])(
    'says nothing about `%s` of a task',
    (key) => {
      for (const value of [null, 'todo']) {
        const event: RunEvent = { ...set('g', { [key]: value }), by: ADA };
        expect(refusedOf(run, event)).toMatchObject({
          code: 'invalid',
          field: `changes.tasks.g.${key}`,
        });
      }
    },
  );

  test.each([
    {},
    { onNonWorkingDay: 'sometimes' },
    { onNonWorkingDay: 'next', workdays: 5 },
    { onNonWorkingDay: 'next', workdays: [] },
    { onNonWorkingDay: 'next', holidays: 7 },
  ])('takes no calendar that dates cannot be counted in: %j', (calendar) => {
    const event: RunEvent = { ...adopt({ run: { calendar } }), by: ADA };
    expect(refusedOf(run, event)).toMatchObject({ code: 'invalid', field: 'changes.run.calendar' });
  });
});

test('an answer that a version does not ask for any more is dropped', () => {
  const asking = smallRun([
    { refId: 'g', form: [RISK, { ...RISK, name: 'old', required: false }] },
  ]);
  const answer = (form: Record<string, string>): RunEvent => ({
    at: AT,
    by: ADA,
    refId: 'g',
    type: 'complete',
    form,
  });
  const run = happen(
    asking,
    answer({ risk: 'low', old: 'low' }),
    { at: AT, refId: 'g', type: 'reopen' },
    {
      at: AT,
      by: ADA,
      type: 'adopt',
      templateHash: 'sha256:next',
      from: asking.contentHash,
      changes: { tasks: [{ refId: 'g', set: { form: [RISK] } }] },
    },
  );
  expect(taskIn(happen(run, answer({})), 'g').answers).toEqual({ risk: 'low' });
  expect(codeOf(run, answer({ old: 'low' }))).toBe('invalid');
});

test('a claim ends at a moment that every clock can tell', () => {
  const claim = (until: string): RunEvent => ({
    at: AT,
    by: ADA,
    refId: 'task-0',
    type: 'claim',
    until,
  });
  const run = smallRun([{}]);
  expect(refusedOf(run, claim('2026-07-01T09:59:60Z'))).toMatchObject({
    code: 'invalid',
    field: 'until',
  });
  const claimed = happen(run, claim('2026-07-01T09:59:59Z'));
  const late: RunEvent = { at: '2026-07-01T09:30:60Z', by: BOT, refId: 'task-0', type: 'complete' };
  expect(refusedOf(claimed, late)).toMatchObject({ code: 'invalid', field: 'at' });
});

describe('a correction', () => {
  const correct = (of: string, refId: string): RunEvent => ({
    at: AT,
    type: 'correct',
    refId,
    of,
    reason: 'A slip.',
  });

  test('closes a task again only for an actor who may close it', () => {
    const run = happen(
      smallRun([{ refId: 'g', humanGate: 'A decision.' }]),
      { at: AT, by: ADA, refId: 'g', type: 'complete' },
      { at: AT, by: ADA, refId: 'g', type: 'reopen', commandId: 'ro' },
    );
    expect(codeOf(run, { ...correct('ro', 'g'), by: BOT })).toBe('needs-person');
    expect(codeOf(run, { ...correct('ro', 'g'), by: ADA })).toBe('accepted');
    const apart = happen(
      smallRun([{}, { refId: 'n', notBy: ['task-0'] }]),
      { at: AT, by: BOT, refId: 'task-0', type: 'complete' },
      { at: AT, by: ADA, refId: 'n', type: 'complete' },
      { at: AT, by: ADA, refId: 'n', type: 'reopen', commandId: 'ro' },
    );
    expect(codeOf(apart, { ...correct('ro', 'n'), by: BOT })).toBe('not-by');
    expect(codeOf(apart, correct('ro', 'n'))).toBe('needs-actor');
  });

  test('of a verdict is for the one who gave it, and leaves it on record', () => {
    const verdict = { at: AT, by: ADA, refId: 'j', type: 'verdict', commandId: 'v' } as const;
    const run = happen(
      smallRun([{}, { refId: 'j', approval: { of: ['task-0'] } }]),
      { at: AT, by: PERSON, refId: 'task-0', type: 'complete' },
      { ...verdict, verdict: 'fail', comment: 'No.' },
    );
    expect(codeOf(run, { ...correct('v', 'j'), by: PERSON })).toBe('not-judge');
    const corrected = happen(run, { ...correct('v', 'j'), by: ADA });
    expect(taskIn(corrected, 'j').verdicts).toEqual([
      { at: AT, by: ADA, verdict: 'fail', comment: 'No.', corrected: true },
    ]);
  });
});
