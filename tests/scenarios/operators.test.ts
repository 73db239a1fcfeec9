/** What operators of such systems expect beyond the sources. */
import { queueOf } from 'opsbook/workflow';
import { expect, test } from 'vitest';
import { compileSmall } from '../workflow/runtime-template.ts';
import { ADA, RunDesk } from './several-runs.ts';

const template = compileSmall([
  {
    refId: 'call',
    offsetDays: 0,
    proofRequirement: { type: 'comment', label: 'Called', required: true },
  },
  { refId: 'write', offsetDays: 1, dependsOn: ['call'] },
]);

function open(): RunDesk {
  const desk = new RunDesk();
  desk.start('run', template);
  return desk;
}

test('OP-3 A task is put off only with a reason, and its first date stays visible', () => {
  const desk = open();
  const putOff = { type: 'put-off', refId: 'call', by: ADA, to: '2026-07-24' } as const;
  expect(desk.code('run', { ...putOff, reason: '' })).toBe('needs-comment');
  desk.act('run', { ...putOff, reason: 'They are on leave.' });
  const item = queueOf(desk.run('run'), { today: '2026-07-23' }).find(
    ({ task }) => task.refId === 'call',
  );
  expect(item).toMatchObject({
    state: 'upcoming',
    task: { date: '2026-07-24', firstDate: '2026-07-22' },
  });
  expect(desk.run('run').history?.at(-1)?.event).toMatchObject({ reason: 'They are on leave.' });
});

test('OP-10 A mistaken completion is taken back within the history, not out of it', () => {
  const desk = open();
  const before = desk.run('run');
  const evidence = { comment: 'Called them.' };
  desk.act('run', { type: 'complete', refId: 'call', by: ADA, commandId: 'c-1', evidence });
  desk.act('run', { type: 'correct', refId: 'call', by: ADA, of: 'c-1', reason: 'Another guest.' });
  const { history = [], tasks } = desk.run('run');
  expect(tasks).toEqual(before.tasks);
  expect(history.map(({ event }) => event.type)).toEqual(['complete', 'correct']);
});
