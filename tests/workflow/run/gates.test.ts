/** What keeps an actor from a task, whichever way round is tried. */
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/workflow/run/run-event.ts';
import { ADA, AT, BOT, codeOf, happen, smallRun } from './run-fixture.ts';

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
