/** Runs are kept: begun, changed by commands, read again, each accepted act once and whole. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectSqlite } from '../../../src/server/database/connection.ts';
import { queueOf, transition } from '../../../src/workflow/index.ts';
import { startRun } from '../../../src/workspace/start-run.ts';
import { today } from '../../../src/workspace/today.ts';
import { temporaryFolder } from '../../support/content.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { ADA, NOW, problemOf, smallWorkspace } from './work-fixture.ts';

const TEMPLATE = compileSmall([
  { offsetDays: -1, description: 'Ask' },
  { offsetDays: 0, description: 'Publish', requiredLinkName: 'Video' },
  { offsetDays: 1, description: 'Tell' },
]);
const REQUEST = { type: TEMPLATE.type, anchor: '2026-07-02' };

test('a run is there as it was planned, and its history gives it again', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const { id, run } = await work.start(REQUEST);
  await work.act(id, { type: 'complete', refId: 'task-0' });
  await work.act(id, { type: 'comment', text: 'Nearly there' });
  const stored = await work.store.load(id);
  expect(stored?.version).toBe(2);
  expect(stored?.run.tasks.map(({ status }) => status)).toEqual(['done', 'todo', 'todo']);
  const [first, ...rest] = await work.store.history(id, -1, 10);
  expect(first?.event).toMatchObject({ type: 'start-run', request: REQUEST, run });
  let replayed = run;
  for (const { event } of rest) {
    if (event.type === 'start-run') throw new Error('begun twice');
    const after = transition(replayed, event);
    if ('refused' in after) throw new Error(after.refused);
    const { history: _, ...state } = after.run;
    replayed = state;
  }
  expect(stored?.run).toEqual(replayed);
});

test('the same command happens once, and with other words not at all', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const { id } = await work.start(REQUEST, { commandId: 'begin' });
  expect(await work.start(REQUEST, { commandId: 'begin' })).toMatchObject({ id, isRepeated: true });
  const other = { ...REQUEST, anchor: '2026-07-03' };
  expect(await problemOf(work.start(other, { commandId: 'begin' }))).toBe('command-reused');
  const event = { type: 'complete', refId: 'task-0' };
  const first = await work.act(id, event, { commandId: 'one' });
  const later = { commandId: 'one', at: '2026-07-01T10:00:00.000Z' };
  expect(await work.act(id, event, later)).toEqual({ ...first, isRepeated: true });
  const another = { type: 'complete', refId: 'task-2' };
  expect(await problemOf(work.act(id, another, { commandId: 'one' }))).toBe('command-reused');
  expect((await work.store.countRuns()).active).toBe(1);
});

test('twenty at once on one run all come through, in some order', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const { id } = await work.start(REQUEST);
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => work.act(id, { type: 'comment', text: `Number ${n}` })),
  );
  const history = await work.store.history(id, 0, 100);
  expect(history.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(new Set(history.map(({ event }) => 'text' in event && event.text)).size).toBe(20);
});

test('who saw an older state is stopped only where it matters', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const { id } = await work.start(REQUEST);
  await work.act(id, { type: 'complete', refId: 'task-0' });
  const stale = { version: 0 };
  expect(await problemOf(work.act(id, { type: 'complete', refId: 'task-2' }, stale))).toBe('done');
  expect(await problemOf(work.act(id, { type: 'reopen', refId: 'task-0' }, stale))).toBe('stale');
});

test('FR-4 Every open task of every live run is found, once, under the label of the library', async () => {
  const timed = compileSmall(
    [
      { offsetDays: -1, description: 'Ask', waiting: { for: 'an answer', followUpDays: 1 } },
      { offsetDays: 0, time: '09:00', requiredLinkName: 'Video' },
      { offsetDays: 0, time: '23:30' },
      { offsetDays: 0, dependsOn: ['task-0'] },
      { offsetDays: 2 },
    ],
    { anchor: { label: 'Day', timeZone: 'Asia/Kolkata' } },
  );
  await using work = await smallWorkspace([timed]);
  const runs = [];
  for (const anchor of ['2026-06-29', '2026-07-01', '2026-07-02', '2026-07-09']) {
    runs.push((await work.start({ type: timed.type, anchor })).id);
  }
  const wait = { waitingFor: 'Pat', comment: 'Asked', refId: 'task-0', type: 'wait' };
  await work.act(runs[1] ?? '', { ...wait, followUpAt: '2026-07-02' });
  await work.act(runs[2] ?? '', { ...wait, followUpAt: '2026-07-01' });
  await work.act(runs[0] ?? '', { type: 'complete', refId: 'task-0' });
  await work.act(runs[3] ?? '', { type: 'cancel', reason: 'No guest' });
  const seen = new Set<string>();
  for (const timeZone of ['UTC', 'America/Los_Angeles', 'Asia/Tokyo']) {
    for (const at of ['2026-07-01T03:29:00Z', '2026-07-01T03:31:00Z', '2026-07-02T19:00:00Z']) {
      const request = { at, who: 'me', limit: 50 } as const;
      const { sections } = await today(work.store, { ...ADA, timeZone }, request);
      const found = sections.flatMap(({ state, total, rows }) => {
        expect(rows).toHaveLength(total);
        return rows.map(({ runId, task }) => `${runId} ${task.refId} ${state}`);
      });
      const stored = await work.store.loadAll(runs);
      const expected = stored.flatMap(({ id, run }) =>
        queueOf(run, { now: at, timeZone }).map(
          ({ task, state }) => `${id} ${task.refId} ${state}`,
        ),
      );
      expect(found.sort()).toEqual(expected.sort());
      for (const row of found) seen.add(row.split(' ')[2] ?? '');
    }
  }
  expect([...seen].sort()).toEqual(['follow-up-due', 'overdue', 'today', 'upcoming', 'waiting']);
});

test('a run is found by its words and by what was said, whatever its status', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const { id } = await work.start({ ...REQUEST, title: '100% of_it' });
  await work.start({ ...REQUEST, title: 'Other' });
  await work.act(id, { type: 'comment', text: 'Ask Müller' });
  await work.act(id, { type: 'cancel', reason: 'No guest' });
  const find = async (...words: string[]) =>
    (await work.store.listRuns({ words, limit: 10 })).runs.map((stored) => stored.run.title);
  expect(await find('müller', 'guest')).toEqual(['100% of_it']);
  expect(await find('0% of_')).toEqual(['100% of_it']);
  expect(await find('0_ of')).toEqual([]);
});

test('what is not allowed, not there or not planned is a problem of its own', async () => {
  await using work = await smallWorkspace([TEMPLATE]);
  const { id } = await work.start(REQUEST);
  const reader = { asker: { ...ADA, role: 'reader' } as const, at: NOW };
  const event = { type: 'complete', refId: 'task-0' };
  expect(await problemOf(work.act(id, event, reader))).toBe('forbidden');
  expect(await problemOf(work.start(REQUEST, reader))).toBe('forbidden');
  expect(await problemOf(work.act('r0', event))).toBe('not-found');
  expect(await problemOf(work.act(id, { ...event, at: NOW }))).toBe('invalid');
  expect(await problemOf(work.act(id, { type: 'complete', refId: 'task-1' }))).toBe('refused');
  expect(await problemOf(work.start({ type: 'nothing', anchor: '2026-07-02' }))).toBe('not-found');
  expect(await problemOf(work.start({ ...REQUEST, anchor: '2026-02-30' }))).toBe('invalid');
});

test('a time is one of a zone: that of the portal for a run, one’s own for a task one adds', async () => {
  const timed = compileSmall([{ offsetDays: 0, time: '09:00' }, { offsetDays: 1 }]);
  await using work = await smallWorkspace([timed]);
  const published = { ...work.published, timeZone: 'Asia/Tokyo' };
  const begun = { id: 'r1', commandId: 'c1', request: REQUEST, at: NOW };
  const { run } = await startRun(work.store, published, ADA, begun);
  expect(run.tasks.map(({ timeZone }) => timeZone)).toEqual(['Asia/Tokyo', undefined]);
  const asker = { ...ADA, timeZone: 'Europe/Berlin' };
  const task = { description: 'Call', date: '2026-07-02', time: '10:00' };
  const added = await work.act('r1', { type: 'add-task', task }, { asker });
  expect(added.run.tasks.find(({ description }) => description === 'Call')?.timeZone).toBe(
    'Europe/Berlin',
  );
});

test('a database that another program holds for a moment is waited for', async () => {
  const file = join(temporaryFolder(), 'work.sqlite');
  await using work = await smallWorkspace(
    [TEMPLATE],
    connectSqlite(new DatabaseSync(file, { timeout: 0 })),
  );
  const { id } = await work.start(REQUEST);
  using other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const acted = work.act(id, { type: 'comment', text: 'Waiting' });
  await setImmediate();
  other.exec('COMMIT');
  expect((await acted).version).toBe(1);
});
