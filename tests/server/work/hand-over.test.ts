/** What somebody has to do becomes the work of another, in every run that is not over. */
import { expect, test } from 'vitest';
import { newId } from '../../../src/server/work/work-services.ts';
import { COMMAND_LINE } from '../../../src/workspace/asker.ts';
import { handOver } from '../../../src/workspace/hand-over.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { ADA, NOW, problemOf, smallWorkspace } from './work-fixture.ts';

const TEMPLATE = compileSmall([
  { offsetDays: -1, description: 'Ask' },
  { offsetDays: 0, description: 'Publish' },
  { offsetDays: 1, description: 'Tell' },
]);
const people = new Map([
  ['ada', 'ada@example.org'],
  ['bob', 'bob@example.org'],
]);
const request = {
  from: 'ada@example.org',
  to: 'bob@example.org',
  people,
  at: NOW,
  newId: () => newId('c'),
};

test('open tasks and roles change hands, what is done and what is over does not', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const begin = async (anchor: string) => {
    const { id } = await work.start({ type: TEMPLATE.type, anchor });
    for (const refId of ['task-0', 'task-1']) {
      await work.act(id, { type: 'assign', refId, personId: 'ada' });
    }
    await work.act(id, { type: 'complete', refId: 'task-0' });
    return id;
  };
  // More than one page of runs.
  const ids = [];
  for (let day = 0; day < 102; day++) {
    ids.push(await begin(new Date(Date.UTC(2026, 6, 2 + day)).toISOString().slice(0, 10)));
  }
  const [over = '', first = ''] = ids;
  await work.act(over, { type: 'cancel', reason: 'No longer asked for' });
  await work.store.setRoleHolder({ role: 'editor', userId: 'ada', value: 'acme' }, true);

  expect(await handOver(work.store, COMMAND_LINE, request)).toEqual({ tasks: 101, roles: 1 });
  const whose = async (id: string) =>
    (await work.store.load(id))?.run.tasks.map(({ personId }) => personId);
  expect(await whose(over)).toEqual(['ada', 'ada', undefined]);
  expect(await whose(first)).toEqual(['ada', 'bob', undefined]);
  const last = (await work.store.history(first, -1, 100)).at(-1)?.event;
  expect(last).toMatchObject({ type: 'assign', personId: 'bob', by: COMMAND_LINE.actor });
  expect(await work.store.roleHolders()).toEqual([
    { role: 'editor', userId: 'bob', value: 'acme' },
  ]);
  expect(await handOver(work.store, COMMAND_LINE, request)).toEqual({ tasks: 0, roles: 0 });
});

test('only who keeps registers hands over for others, from one account to another', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const operator = { ...ADA, role: 'operator' } as const;
  expect(await problemOf(handOver(work.store, operator, request))).toBe('forbidden');
  const same = { ...request, to: request.from };
  expect(await problemOf(handOver(work.store, COMMAND_LINE, same))).toBe('invalid');
  const unknown = { ...request, to: 'eve@example.org' };
  expect(await problemOf(handOver(work.store, COMMAND_LINE, unknown))).toBe('not-found');
});
