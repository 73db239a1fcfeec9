/** A range of schedules is made up for: each run once, what is told apart, nothing else touched. */
import { expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { newId } from '../../../src/server/work/work-services.ts';
import { type CaughtUp, catchUpRuns } from '../../../src/workspace/catch-up.ts';
import { failureNote } from '../../../src/workspace/scheduled-run.ts';
import fc from '../../support/generated.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { anyTemplates, automatic } from './scheduled-templates.ts';
import { ADA, NOW, problemOf, type SmallWorkspace, smallWorkspace } from './work-fixture.ts';

const WEEKLY = automatic({ type: 'weekly', schedule: '0 9 * * 1' });
const DAILY = automatic({ type: 'daily', schedule: '0 9 * * *', tasks: 1 });
const OFF = automatic({ type: 'off', schedule: '0 9 * * *', enabled: false });
const MANUAL = compileSmall([{ offsetDays: 0 }], { type: 'manual' });
const REPORT = automatic({ type: 'report', schedule: '0 9 * * 1', forEach: ['client'] });
/** Monday to Sunday. */
const WEEK = { from: '2026-07-06', to: '2026-07-12' };

type Range = { readonly from: string; readonly to: string; readonly dryRun?: boolean };

function catchUp({ store, published }: SmallWorkspace, range: Range, asker = ADA) {
  return catchUpRuns(store, published, asker, { ...range, at: NOW, newId });
}

const counts = ({ from: _1, to: _2, dryRun: _3, ...lists }: CaughtUp) =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length]));

const ZERO = {
  templateCreated: 0,
  templateSkipped: 0,
  templateRecovered: 0,
  recurringGenerated: 0,
  recurringSkipped: 0,
  failures: 0,
};

/** All there is of runs, as it is stored. */
async function everything({ store }: SmallWorkspace): Promise<string> {
  return JSON.stringify([await store.eventsAfter(0, 1000), await store.listRuns({ limit: 200 })]);
}

test('FR-5b Twice makes nothing the second time, and tells each run by its id', async () => {
  await using work = await smallWorkspace([WEEKLY, DAILY, OFF, MANUAL]);
  const first = await catchUp(work, WEEK);
  expect(counts(first)).toEqual({ ...ZERO, templateCreated: 1, recurringGenerated: 7 });
  const made = await everything(work);
  const second = await catchUp(work, WEEK);
  expect(counts(second)).toEqual({ ...ZERO, templateSkipped: 1, recurringSkipped: 7 });
  expect(await everything(work)).toBe(made);
  expect(second.recurringSkipped.map(({ runId }) => runId)).toEqual(
    first.recurringGenerated.map(({ runId }) => runId),
  );
  expect((await work.store.countRuns()).active).toBe(8);
});

test('a day that nothing fires on makes nothing and is no failure', async () => {
  const each = automatic({
    type: 'each',
    schedule: '0 9 * * 1',
    timeZone: 'each',
    forEach: ['client'],
  });
  await using work = await smallWorkspace([WEEKLY, REPORT, each, OFF, MANUAL]);
  const sunday = { from: '2026-07-12', to: '2026-07-12' };
  expect(counts(await catchUp(work, sunday))).toEqual(ZERO);
});

test('a dry run tells the same and writes nothing', async () => {
  await using work = await smallWorkspace([WEEKLY, DAILY]);
  const dry = await catchUp(work, { ...WEEK, dryRun: true });
  expect((await work.store.countRuns()).active).toBe(0);
  const real = await catchUp(work, WEEK);
  const unnamed = (list: CaughtUp['templateCreated']) => list.map(({ runId: _, ...run }) => run);
  expect(unnamed(real.recurringGenerated)).toEqual(dry.recurringGenerated);
});

test.each([
  { from: '2026-07-12', to: '2026-07-06' },
  { from: '2026-01-01', to: '2026-12-31' },
  { from: '2026-02-30', to: '2026-03-01' },
  { from: '', to: '2026-03-01' },
])('refuses %o before anything is made', async (range) => {
  await using work = await smallWorkspace([DAILY]);
  expect(await problemOf(catchUp(work, range))).toBe('invalid');
  expect((await work.store.countRuns()).active).toBe(0);
});

test('is for managers', async () => {
  await using work = await smallWorkspace([DAILY]);
  expect(await problemOf(catchUp(work, WEEK, { ...ADA, role: 'operator' }))).toBe('forbidden');
});

test('a run is known by the anchor it was made for, moved, cancelled or begun by hand', async () => {
  await using work = await smallWorkspace([WEEKLY]);
  const { id } = await work.start({ type: 'weekly', anchor: '2026-07-06' });
  await work.act(id, { type: 're-anchor', anchor: '2026-07-20' });
  const next = { from: '2026-07-13', to: '2026-07-19' };
  const [cancelled] = (await catchUp(work, next)).templateCreated;
  await work.act(cancelled?.runId ?? '', { type: 'cancel', reason: 'Holiday' });
  const both = await catchUp(work, { from: WEEK.from, to: next.to });
  expect(counts(both)).toEqual({ ...ZERO, templateSkipped: 2 });
  expect(both.templateSkipped.map(({ runId }) => runId)).toEqual([id, cancelled?.runId]);
});

test('FR-5e A run that lacks tasks gets these, where they are due now, and is otherwise as it was', async () => {
  const lacking: WorkflowTemplate = {
    ...WEEKLY,
    taskDefinitions: WEEKLY.taskDefinitions.slice(0, 1),
  };
  await using work = await smallWorkspace([lacking]);
  const { id } = await work.start({ type: 'weekly', anchor: '2026-07-06' });
  await work.act(id, { type: 'comment', refId: 'task-0', text: 'Begun' });
  const moved = await work.act(id, { type: 're-anchor', anchor: '2026-07-20' });
  const whole = { ...work, published: { ...work.published, templates: [WEEKLY] } };
  const both = await Promise.all([catchUp(whole, WEEK), catchUp(whole, WEEK)]);
  expect(both.flatMap(({ failures }) => failures)).toEqual([]);
  expect(both.flatMap(({ templateRecovered }) => templateRecovered)).toEqual([
    expect.objectContaining({ runId: id, refIds: ['task-1'] }),
  ]);
  const after = await work.store.load(id);
  const [begun, added, ...rest] = after?.run.tasks ?? [];
  expect(rest).toEqual([]);
  expect(added).toMatchObject({ refId: 'task-1', source: 'recovered', date: '2026-07-21' });
  expect({ ...after?.run, tasks: [begun], eventCount: moved.run.eventCount }).toEqual(moved.run);
  expect(counts(await catchUp(whole, WEEK))).toEqual({ ...ZERO, templateSkipped: 1 });
});

test('a run that is cancelled lacks nothing', async () => {
  const lacking = { ...WEEKLY, taskDefinitions: WEEKLY.taskDefinitions.slice(0, 1) };
  await using work = await smallWorkspace([lacking]);
  const { id } = await work.start({ type: 'weekly', anchor: '2026-07-06' });
  await work.act(id, { type: 'cancel', reason: 'Holiday' });
  const whole = { ...work, published: { ...work.published, templates: [WEEKLY] } };
  expect(counts(await catchUp(whole, WEEK))).toEqual({ ...ZERO, templateSkipped: 1 });
});

test('a value that cannot be had keeps nothing else back', async () => {
  const local = automatic({
    type: 'local',
    schedule: '0 9 * * 1',
    timeZone: 'each',
    forEach: ['client'],
  });
  await using work = await smallWorkspace([REPORT, local, WEEKLY]);
  await work.store.setRegistered([
    { type: 'report', value: { for: { client: 'acme' } } },
    { type: 'report', value: { for: { town: 'Oslo' } } },
    { type: 'report', value: { for: { client: 'globex' }, daysOff: ['2026-07-06'] } },
    { type: 'local', value: { for: { client: 'acme' } } },
    { type: 'local', value: { for: { client: 'ivo' }, timeZone: 'Asia/Kolkata' } },
  ]);
  await work.store.addScheduleNotes([
    failureNote({ type: 'weekly', anchor: '2026-07-06', reason: 'Broken then' }, NOW),
  ]);
  const result = await catchUp(work, WEEK);
  expect(result.templateCreated.map((run) => [run.type, run.for])).toEqual([
    ['local', { client: 'ivo' }],
    ['report', { client: 'acme' }],
    ['weekly', undefined],
  ]);
  expect(result.failures.map(({ type, for: values }) => [type, values])).toEqual([
    ['local', { client: 'acme' }],
    ['report', { town: 'Oslo' }],
  ]);
  // What is there by now needs nobody any more.
  expect(await work.store.scheduleNotes()).toEqual([]);
});

test('whatever the workflows and the range, twice is once, also at the same moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTemplates,
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 30 }),
      async (templates, first, days) => {
        await using work = await smallWorkspace(templates);
        await work.store.setRegistered(
          ['alpha', 'beta', 'gamma', 'delta'].map((type) => ({
            type,
            value: { for: { client: 'acme' } },
          })),
        );
        const day = (n: number) => new Date(first.getTime() + n * 86_400_000).toISOString();
        const range = { from: day(0).slice(0, 10), to: day(days).slice(0, 10) };
        const [a, b] = await Promise.all([catchUp(work, range), catchUp(work, range)]);
        const all = await work.store.countRuns();
        const made = [a, b].flatMap((each) => [
          ...each.templateCreated,
          ...each.recurringGenerated,
        ]);
        expect(made.length).toBe(all.active);
        const again = counts(await catchUp(work, range));
        expect(again).toMatchObject({ templateCreated: 0, recurringGenerated: 0, failures: 0 });
        expect((again.templateSkipped ?? 0) + (again.recurringSkipped ?? 0)).toBe(all.active);
        expect(await work.store.countRuns()).toEqual(all);
      },
    ),
    { numRuns: 15 },
  );
});
