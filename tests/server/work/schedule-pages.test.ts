/** Schedules as people and programs see them: last, next, what was left out and why, and catching up. */
import { expect, test } from 'vitest';
import { problem } from '../../../schemas/work-api.ts';
import { catchUpAnswer, schedulesAnswer } from '../../../schemas/work-schedules.ts';
import { smallApi } from './api-fixture.ts';
import { smallPages } from './pages-fixture.ts';
import { automatic } from './scheduled-templates.ts';
import { ADA } from './work-fixture.ts';

const WEEKLY = automatic({ type: 'weekly', schedule: '0 9 * * 1', leadDays: 2 });
const OFF = automatic({ type: 'off', schedule: '0 9 * * *', enabled: false });
const REPORT = automatic({ type: 'report', schedule: '0 9 * * 1', tasks: 1, forEach: ['client'] });
const TEMPLATES = [WEEKLY, OFF, REPORT];
const RANGE = { from: '2026-06-01', to: '2026-06-30' };
const MANAGER = { ...ADA, role: 'manager' } as const;

test('the page says when each fires, what it is for, what is left out, and what is to be seen to', async () => {
  const { get, send, work } = await smallPages({ templates: TEMPLATES });
  const { store } = work.services;
  expect((await get('/work/schedules/')).text).toContain('It runs for nothing yet');
  await store.setRegistered([
    { type: 'report', value: { for: { client: 'acme' }, daysOff: ['2026-07-06'] } },
  ]);
  const gap = { after: '2026-01-01T00:00:00.000Z', until: '2026-06-01T00:00:00.000Z' };
  await store.addScheduleNotes([
    { id: 'gap', at: gap.until, type: 'weekly', what: { kind: 'gap', ...gap } },
  ]);
  const page = await get('/work/schedules/');
  expect(page.status).toBe(200);
  expect(page.text).toContain('At 09:00, only on Monday, in UTC, 2 days ahead of its date.');
  expect(page.text).toMatch(/Mon 6 July, in 5 days at 09:00 ?, for Wed 8 July/);
  expect(page.text).toMatch(/Mon 13 July, in 12 days at 09:00 ?, for Mon 13 July ?· acme/);
  expect(page.text).toMatch(/1 day left out.* for Mon 6 July ?· acme: a day off/);
  expect(page.text).toContain('This schedule is switched off');
  expect(page.text).toContain('too long to make up for by itself');
  const after = await send(page, { type: 'dismiss-note' });
  expect(after.text).not.toContain('too long to make up for');
  expect(await store.scheduleNotes()).toEqual([]);
});

test('a range is looked at first, then made, and nothing is lost of one that is refused', async () => {
  const { get, send, work } = await smallPages({ templates: TEMPLATES });
  const page = await get('/work/schedules/');
  const form = { type: 'look' };
  const refused = await send(page, form, { from: '2026-06-30', to: '2026-06-01' });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Swap its ends')]);
  expect(refused.html).toContain('value="2026-06-30"');
  const looked = await send(page, form, RANGE);
  expect(looked.text).toMatch(/5 runs missing, 0 there already, 1 failure/);
  expect((await work.services.store.countRuns()).active).toBe(0);
  const make = { type: 'catch-up' };
  const made = await send(looked, make);
  expect(made.text).toMatch(/5 runs made, 0 there already, 1 failure/);
  expect((await work.services.store.countRuns()).active).toBe(5);
  expect((await send(looked, make)).text).toContain('0 runs made, 5 there already');
  expect((await get('/work/schedules/')).text).toMatch(/Last run Small: /);
});

test('programs read schedules, catch up and keep registers, each by what its contract says', async () => {
  const { send, store } = await smallApi(TEMPLATES);
  const asker = MANAGER;
  const set = await send('PUT /registers/report', { asker, json: { for: { client: 'acme' } } });
  expect([set.status, set.json.items]).toEqual([200, [{ for: { client: 'acme' } }]]);
  const listed = schedulesAnswer.parse((await send('GET /schedules')).json);
  expect(listed.items.map(({ type, isOn, values }) => [type, isOn, values])).toEqual([
    ['off', false, undefined],
    ['report', true, 1],
    ['weekly', true, undefined],
  ]);
  const dry = await send('POST /catch-up', { asker, json: { ...RANGE, dryRun: true } });
  expect(catchUpAnswer.parse(dry.json).templateCreated).toHaveLength(5);
  const made = catchUpAnswer.parse((await send('POST /catch-up', { asker, json: RANGE })).json);
  expect([made.templateCreated.length, made.recurringGenerated.length]).toEqual([5, 5]);
  expect((await store.countRuns()).active).toBe(10);
  const removed = await send('DELETE /registers/report?client=acme', { asker });
  expect([removed.status, removed.json.items]).toEqual([200, []]);
  expect(await store.registered()).toEqual([]);
});

test.each([
  ['POST /catch-up', { from: '2026-06-30', to: '2026-06-01' }, 400, 'from'],
  ['POST /catch-up', { from: '2026-06-01' }, 400, 'to'],
  ['POST /catch-up', { from: '2026-02-30', to: '2026-03-01' }, 400, 'from'],
  ['PUT /registers/weekly', { for: { client: 'acme' } }, 400, undefined],
  ['PUT /registers/report', { for: { town: 'Oslo' } }, 400, undefined],
  ['PUT /registers/report', { for: { client: 'acme' }, timeZone: 'Mars' }, 400, 'timeZone'],
  ['DELETE /registers/report?client=nobody', undefined, 404, undefined],
  ['DELETE /schedules/notes?id=none', undefined, 404, undefined],
  ['GET /registers/nothing', undefined, 404, 'type'],
  ['PUT /roles', { role: 'nobody', email: 'ada@example.org' }, 404, 'role'],
  ['DELETE /roles?role=editor&email=eve@example.org', undefined, 404, 'email'],
])('%s with %o is refused with %i', async (line, json, status, field) => {
  const { send } = await smallApi(TEMPLATES);
  const reply = await send(line, { asker: MANAGER, ...(json && { json }) });
  expect([reply.status, problem.parse(reply.json).field]).toEqual([status, field]);
  expect(
    (await send(line, { asker: { ...ADA, role: 'none' }, ...(json && { json }) })).status,
  ).toBe(403);
});

test('an agent keeps no registers, whatever its token says', async () => {
  const { send } = await smallApi(TEMPLATES);
  const agent = { ...MANAGER, actor: { kind: 'agent', id: 't1' } } as const;
  const json = { for: { client: 'acme' } };
  expect((await send('PUT /registers/report', { asker: agent, json })).status).toBe(403);
});
