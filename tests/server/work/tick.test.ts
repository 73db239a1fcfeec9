/** Schedules make what fires while somebody looks, each run once, and nothing of before. */
import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { openDatabase } from '../../../src/server/database/open-database.ts';
import { newId } from '../../../src/server/work/work-services.ts';
import { identityKey } from '../../../src/workflow/index.ts';
import { simulate } from '../../../src/workflow/schedule/simulate.ts';
import { activeTriggers, runValuesOf } from '../../../src/workspace/scheduled-run.ts';
import type { Registered, Store } from '../../../src/workspace/store.ts';
import { type Ticked, tick } from '../../../src/workspace/tick.ts';
import fc from '../../support/generated.ts';
import { anyTemplates, automatic } from './scheduled-templates.ts';
import { type SmallWorkspace, smallWorkspace } from './work-fixture.ts';

const DAILY = automatic({ type: 'daily', schedule: '0 9 * * *' });
const REPORT = automatic({ type: 'report', schedule: '0 9 * * *', forEach: ['client'] });
const acme: Registered = { type: 'report', value: { for: { client: 'acme' } } };
const globex: Registered = { type: 'report', value: { for: { client: 'globex' } } };

const at = (moment: string) => new Date(moment).toISOString();

function look(
  { published }: SmallWorkspace,
  store: Store,
  moment: string,
  templates: readonly WorkflowTemplate[] = published.templates,
): Promise<Ticked> {
  return tick(store, { ...published, templates }, { at: at(moment), newId });
}

const madeBy = ({ made }: Ticked) =>
  made.map(({ type, anchor, for: values = {} }) => [type, anchor, ...Object.values(values)]);

test('begins at the first look, and then makes what fires, to the moment', async () => {
  await using work = await smallWorkspace([DAILY]);
  const { store } = work;
  expect(madeBy(await look(work, store, '2026-07-06T09:00:00Z'))).toEqual([]);
  expect(madeBy(await look(work, store, '2026-07-07T08:59:59.999Z'))).toEqual([]);
  expect(madeBy(await look(work, store, '2026-07-07T09:00:00Z'))).toEqual([
    ['daily', '2026-07-07'],
  ]);
  expect(madeBy(await look(work, store, '2026-07-07T09:00:00Z'))).toEqual([]);
  expect(madeBy(await look(work, store, '2026-07-07T09:01:00Z'))).toEqual([]);
  const { runs } = await store.listRuns({ limit: 10 });
  expect(runs.map(({ run }) => run.anchorDate)).toEqual(['2026-07-07']);
  expect((await store.history(runs[0]?.id ?? '', -1, 1))[0]?.event.by).toEqual({
    kind: 'system',
    id: 'schedule',
  });
});

test('a run that is there is found, not made', async () => {
  await using work = await smallWorkspace([DAILY]);
  await look(work, work.store, '2026-07-06T10:00:00Z');
  const { id } = await work.start({ type: 'daily', anchor: '2026-07-07' });
  const { made, found } = await look(work, work.store, '2026-07-08T08:00:00Z');
  expect([made.length, found.map(({ runId }) => runId)]).toEqual([0, [id]]);
});

test('a new trigger, one that was off and a new value begin at the look that meets them', async () => {
  await using work = await smallWorkspace([DAILY, REPORT]);
  const { store } = work;
  const off = automatic({ type: 'daily', schedule: '0 9 * * *', enabled: false });
  await store.setRegistered([acme]);
  await look(work, store, '2026-07-01T10:00:00Z', [REPORT]);
  // The daily one is new on the 3rd, off from the 4th to the 6th; a client comes on the 5th.
  expect(madeBy(await look(work, store, '2026-07-03T10:00:00Z'))).toEqual([
    ['report', '2026-07-02', 'acme'],
    ['report', '2026-07-03', 'acme'],
  ]);
  await look(work, store, '2026-07-04T10:00:00Z', [off, REPORT]);
  await store.setRegistered([globex]);
  expect(madeBy(await look(work, store, '2026-07-05T10:00:00Z', [off, REPORT]))).toEqual([
    ['report', '2026-07-05', 'acme'],
  ]);
  expect(madeBy(await look(work, store, '2026-07-06T10:00:00Z'))).toEqual([
    ['report', '2026-07-06', 'acme'],
    ['report', '2026-07-06', 'globex'],
  ]);
  expect(madeBy(await look(work, store, '2026-07-07T10:00:00Z')).length).toBe(3);
});

test('an instance of an older build, which does not know a trigger, takes nothing from a newer one', async () => {
  await using work = await smallWorkspace([DAILY, REPORT]);
  await look(work, work.store, '2026-07-06T08:58:00Z');
  await look(work, work.store, '2026-07-06T08:58:50Z', []);
  await look(work, work.store, '2026-07-06T09:00:10Z', []);
  expect(madeBy(await look(work, work.store, '2026-07-06T09:00:30Z')).length).toBe(1);
});

test('more than 92 days are not made, but asked about once', async () => {
  await using work = await smallWorkspace([DAILY]);
  await look(work, work.store, '2026-01-01T10:00:00Z');
  const late = await look(work, work.store, '2026-04-03T10:00:00.001Z');
  expect(late.made).toEqual([]);
  expect(late.news).toEqual([
    {
      id: expect.any(String),
      at: '2026-04-03T10:00:00.001Z',
      type: 'daily',
      what: { kind: 'gap', after: '2026-01-01T10:00:00.000Z', until: '2026-04-03T10:00:00.001Z' },
    },
  ]);
  expect(await work.store.scheduleNotes()).toEqual(late.news);
  const next = await look(work, work.store, '2026-07-04T10:00:00.001Z');
  expect([next.made.length, next.news]).toEqual([92, []]);
});

test('what cannot be had is told once, keeps nothing back, and is forgotten when it can', async () => {
  const local = automatic({
    type: 'report',
    schedule: '0 9 * * *',
    timeZone: 'each',
    forEach: ['client'],
  });
  await using work = await smallWorkspace([DAILY, local]);
  await work.store.setRegistered([acme]);
  await look(work, work.store, '2026-07-06T08:00:00Z');
  const first = await look(work, work.store, '2026-07-06T10:00:00Z');
  expect([madeBy(first), first.failures.length, first.news.length]).toEqual([
    [['daily', '2026-07-06']],
    1,
    1,
  ]);
  const second = await look(work, work.store, '2026-07-06T10:01:00Z');
  expect([second.failures.length, second.news.length]).toEqual([1, 0]);
  await look(work, work.store, '2026-07-06T10:01:00Z');
  expect(await work.store.scheduleNotes()).toEqual(first.news);
  const zoned = { ...acme, value: { ...acme.value, timeZone: 'Asia/Kolkata' } };
  await work.store.setRegistered([zoned]);
  expect((await look(work, work.store, '2026-07-06T10:02:00Z')).failures).toEqual([]);
  expect(await work.store.scheduleNotes()).toEqual([]);
});

test('an earlier clock moves nothing back', async () => {
  await using work = await smallWorkspace([DAILY]);
  await look(work, work.store, '2026-07-06T10:00:00Z');
  await look(work, work.store, '2026-07-06T08:00:00Z');
  await work.store.moveCaughtUp(['daily'], at('2026-07-06T08:00:00Z'));
  expect([...(await work.store.caughtUp()).values()]).toEqual([at('2026-07-06T10:00:00Z')]);
  expect((await look(work, work.store, '2026-07-06T11:00:00Z')).made).toEqual([]);
});

test('a look that breaks off is finished by the next one', async () => {
  await using work = await smallWorkspace([DAILY]);
  await look(work, work.store, '2026-07-06T10:00:00Z');
  let left = 2;
  const failing: Store = {
    ...work.store,
    create(creation) {
      left -= 1;
      if (left < 0) throw new Error('The database went away.');
      return work.store.create(creation);
    },
  };
  await expect(look(work, failing, '2026-07-10T10:00:00Z')).rejects.toThrow('went away');
  const { made, found } = await look(work, work.store, '2026-07-10T10:01:00Z');
  expect([made.length, found.length]).toEqual([2, 2]);
});

test('whatever the schedules, months of looks with breaks make exactly what a simulation lists', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyTemplates,
      fc.date({
        min: new Date('2026-01-01'),
        max: new Date('2026-12-31'),
        noInvalidDate: true,
      }),
      fc.array(fc.integer({ min: 1, max: 9 * 24 * 60 }), { minLength: 5, maxLength: 25 }),
      async (templates, begin, minutes) => {
        await using work = await smallWorkspace(templates);
        const registered = activeTriggers(templates, []).flatMap(({ template }) =>
          ['acme', 'globex'].map((client) => ({
            type: template.type,
            value: { for: { client }, daysOff: ['2026-07-01'] },
          })),
        );
        await work.store.setRegistered(registered);
        let now = begin.getTime();
        const made: string[] = [];
        for (const each of [0, ...minutes]) {
          now += each * 60_000;
          const ticked = await look(work, work.store, new Date(now).toISOString());
          expect([ticked.found, ticked.failures]).toEqual([[], []]);
          made.push(...ticked.made.map(identityKey));
        }
        const range = {
          from: new Date(begin.getTime() - 2 * 86_400_000).toISOString().slice(0, 10),
          to: new Date(now + 2 * 86_400_000).toISOString().slice(0, 10),
        };
        const expected = simulate(templates, range, runValuesOf(registered)).runs.filter(
          ({ firesAt }) => begin.getTime() < Date.parse(firesAt) && Date.parse(firesAt) <= now,
        );
        expect(made.toSorted()).toEqual(expected.map(identityKey).sort());
      },
    ),
    { numRuns: 12 },
  );
});

test('three processes over one database make each run once', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'opsbook-tick-'));
  const place = { data: join(folder.path, 'data') };
  await using work = await smallWorkspace([DAILY], await openDatabase(place));
  const moments = Array.from({ length: 15 }, (_, n) =>
    new Date(Date.UTC(2026, 6, 1 + 2 * n, 12)).toISOString(),
  );
  const plan = join(folder.path, 'plan.json');
  await writeFile(plan, JSON.stringify({ place, templates: [DAILY], moments }));
  const instance = join(import.meta.dirname, 'ticking-instance.ts');
  const outputs = await Promise.all(
    Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, [instance, plan])),
  );
  const { runs } = await work.store.listRuns({ limit: 200 });
  const anchors = runs.map(({ run }) => run.anchorDate).sort();
  expect(anchors).toEqual(
    Array.from({ length: 28 }, (_, n) => `2026-07-${String(n + 2).padStart(2, '0')}`),
  );
  expect(outputs.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBe(28);
});
