/** The first run, as the workspace keeps it: what is started is real, and nothing else is there. */
import { expect, test } from 'vitest';
import { newId } from '../../src/server/work/work-services.ts';
import { queueOf } from '../../src/workflow/index.ts';
import { catchUpRuns } from '../../src/workspace/catch-up.ts';
import { today } from '../../src/workspace/today.ts';
import {
  ADA,
  problemOf,
  type SmallWorkspace,
  smallWorkspace,
} from '../server/work/work-fixture.ts';
import { publishedTemplates } from '../support/published.ts';

const templates = publishedTemplates();
const AT = '2026-06-15T08:00:00.000Z';
const FORTNIGHT = { from: '2026-06-15', to: '2026-06-28' };

const catchUp = (work: SmallWorkspace, range: { from: string; to: string }) =>
  catchUpRuns(work.store, work.published, ADA, { ...range, dryRun: false, at: AT, newId });

async function rowsOf({ store }: SmallWorkspace) {
  const { sections } = await today(store, ADA, { at: AT, who: 'all', limit: 500 });
  return sections.flatMap(({ rows }) => rows);
}

/** Everything that is kept, in its order. */
async function keptBy({ store }: SmallWorkspace) {
  const { runs } = await store.listRuns({ limit: 200 });
  return { runs, events: await store.eventsAfter(0, 10_000) };
}

test('FR-T1 A clean runtime has no work, and what can be started', async () => {
  await using work = await smallWorkspace(templates);
  expect(await rowsOf(work)).toEqual([]);
  expect(await keptBy(work)).toEqual({ runs: [], events: [] });
  expect(work.published.templates.map(({ type }) => type).sort()).toContain('newsletter');
});

test('FR-T2 An operator starts a real workflow, and every row of the day is one of its tasks', async () => {
  await using work = await smallWorkspace(templates);
  const { id, run } = await work.start({ type: 'newsletter', anchor: '2026-07-01' }, { at: AT });
  const template = templates.find(({ type }) => type === 'newsletter');
  expect(run.tasks.map(({ refId }) => refId).sort()).toEqual(
    template?.taskDefinitions.map(({ refId }) => refId).sort(),
  );
  const rows = await rowsOf(work);
  const expected = queueOf(run, { now: AT, timeZone: 'UTC' });
  expect(new Set(rows.map(({ runId }) => runId))).toEqual(new Set([id]));
  expect(rows.map(({ task, state }) => [task.refId, state]).sort()).toEqual(
    expected.map(({ task, state }) => [task.refId, state]).sort(),
  );
});

test('FR-T3 What is started is not demo data: it has its template and refuses without proof', async () => {
  await using work = await smallWorkspace(templates);
  const { id, run } = await work.start({ type: 'newsletter', anchor: '2026-07-01' }, { at: AT });
  expect(await work.store.templateVersion(run.contentHash)).toEqual(
    templates.find(({ type }) => type === 'newsletter'),
  );
  expect(new Set(run.tasks.map(({ source }) => source))).toEqual(new Set(['template']));
  const gated = run.tasks.find(({ proofRequirement }) => proofRequirement?.required);
  const complete = { type: 'complete', refId: gated?.refId };
  expect(await problemOf(work.act(id, complete))).toBe('refused');
  expect(JSON.stringify(await keptBy(work))).not.toMatch(/\b(?:demo|sample|fake)\b/i);
});

test('FR-T4 FR-5a Catching up twice makes nothing the second time, and changes nothing', async () => {
  await using work = await smallWorkspace(templates);
  const first = await catchUp(work, FORTNIGHT);
  expect(first.templateCreated.length).toBeGreaterThan(1);
  expect(first.templateCreated.every(({ runId }) => /^r\w{20}$/.test(runId ?? ''))).toBe(true);
  const before = await keptBy(work);
  const second = await catchUp(work, FORTNIGHT);
  expect([second.templateCreated, second.recurringGenerated]).toEqual([[], []]);
  expect(second.templateSkipped.map(({ runId }) => runId).sort()).toEqual(
    first.templateCreated.map(({ runId }) => runId).sort(),
  );
  expect(await keptBy(work)).toEqual(before);
});

test('FR-T5 A day that fits no schedule reports zero without failures', async () => {
  await using work = await smallWorkspace(templates);
  const {
    from: _from,
    to: _to,
    dryRun: _dry,
    ...lists
  } = await catchUp(work, {
    from: '2026-06-16',
    to: '2026-06-16',
  });
  expect(Object.values(lists).flat()).toEqual([]);
  expect(await problemOf(work.start({ type: 'newsletter', anchor: '2026-07-01' }))).toBe('done');
});

test('FR-5c A range that is none is refused before anything is written', async () => {
  await using work = await smallWorkspace(templates);
  for (const [from, to] of [
    ['2026-01-01', '2026-04-03'],
    ['2026-01-02', '2026-01-01'],
    ['2026-01-01', ''],
  ] as const) {
    expect(await problemOf(catchUp(work, { from, to }))).toBe('invalid');
  }
  expect((await keptBy(work)).events).toEqual([]);
});
