/** What not everybody may see is in nothing that the others are shown. */
import { expect, test } from 'vitest';
import type { Asker } from '../../src/workspace/asker.ts';
import { viewRun } from '../../src/workspace/run-view.ts';
import { seenEvents, seenRun } from '../../src/workspace/seen-run.ts';
import { ADA, NOW, smallWorkspace } from '../server/work/work-fixture.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

const FIELD = { label: 'Notes', type: 'text', required: false };
const TEMPLATE = compileSmall(
  [
    {
      offsetDays: 0,
      form: [
        { ...FIELD, name: 'notes', visibleTo: ['reviewer'] },
        { ...FIELD, name: 'plan' },
      ],
    },
    { offsetDays: 1, description: 'Look at {task-0.notes} and {task-0.plan}' },
  ],
  {
    roles: { reviewer: 'Reviewer', manager: 'Manager' },
    forEach: ['client'],
    inputs: [{ ...FIELD, name: 'salary', visibleTo: ['reviewer'] }],
    runTitle: 'Report for {salary}',
  },
);
const CANARY = /canary-\w+/;

const asker = (role: Asker['role'], holds: Asker['holds'] = []): Asker => ({ ...ADA, role, holds });

async function run() {
  await using work = await smallWorkspace([TEMPLATE]);
  const started = await work.start({
    type: TEMPLATE.type,
    anchor: '2026-07-01',
    for: { client: 'acme' },
    inputs: { salary: 'canary-input' },
  });
  const form = { notes: 'canary-answer', plan: 'Rest' };
  await work.act(started.id, { type: 'complete', refId: 'task-0', form });
  await work.act(started.id, { type: 'reopen', refId: 'task-0', comment: 'Again' });
  await work.act(started.id, { type: 'set-input', name: 'salary', value: 'canary-second' });
  const stored = await work.store.load(started.id);
  if (!stored) throw new Error('The run is gone.');
  const found = await work.store.listRuns({ words: ['canary'], limit: 5 });
  return { stored, history: await work.store.history(started.id, -1, 10), found: found.runs };
}

test('whoever holds none of the roles sees the run without the answers, wherever they went', async () => {
  const { stored, history, found } = await run();
  // It is there to be hidden: in answers, history, title and the text of another task.
  expect(JSON.stringify([stored, history])).toMatch(CANARY);
  for (const outsider of [
    asker('reader'),
    asker('operator'),
    asker('operator', [{ role: 'manager', value: '' }]),
    asker('operator', [{ role: 'reviewer', value: 'another-client' }]),
  ]) {
    const view = viewRun(outsider, stored, NOW);
    expect(JSON.stringify(view)).not.toMatch(CANARY);
    expect(JSON.stringify(seenRun(outsider, { ...stored.run, history: [] }))).not.toMatch(CANARY);
    expect(JSON.stringify(seenEvents(outsider, stored.run, history))).not.toMatch(CANARY);
    expect(view.run.tasks[1]?.description).toBe('Look at {task-0.notes} and Rest');
  }
  // Nor does a search tell that it is there.
  expect(found).toEqual([]);
});

test('holders of the role for this value, and managers, see all of it', async () => {
  const { stored, history } = await run();
  for (const insider of [
    asker('reader', [{ role: 'reviewer', value: 'acme' }]),
    asker('reader', [{ role: 'reviewer', value: '' }]),
    asker('manager'),
  ]) {
    expect(seenRun(insider, stored.run)).toEqual(stored.run);
    expect(seenEvents(insider, stored.run, history)).toEqual(history);
  }
});
