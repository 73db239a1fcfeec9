/** The API keeps its contract: what it answers, what it refuses and how it says so. */
import { describe, expect, test } from 'vitest';
import {
  eventAnswer,
  historyAnswer,
  problem,
  queueAnswer,
  runAnswer,
  runsAnswer,
  workflowsAnswer,
} from '../../../schemas/work-api.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { smallApi } from './api-fixture.ts';
import { ADA } from './work-fixture.ts';

const TEMPLATE = compileSmall([
  { offsetDays: -1, description: 'Ask' },
  { offsetDays: 0, description: 'Publish', requiredLinkName: 'Video' },
  { offsetDays: 1, description: 'Tell' },
]);
const START = { type: TEMPLATE.type, anchor: '2026-07-02' };
const DONE = { type: 'complete', refId: 'task-0' };

async function started() {
  const api = await smallApi([TEMPLATE]);
  const { json } = await api.send('POST /runs', { json: START });
  return { ...api, id: String(json.id), run: `/runs/${json.id}` };
}

test('a run is started, shown, listed and worked on as the contract says', async () => {
  await using api = await started();
  const { send, id, run } = api;
  const shown = await send(`GET ${run}`);
  expect(shown.headers.get('ETag')).toBe('"v0"');
  expect(runAnswer.parse(shown.json)).toMatchObject({ id, version: 0 });
  const acted = await send(`POST ${run}/events`, { json: DONE });
  expect([acted.status, acted.headers.get('ETag')]).toEqual([200, '"v1"']);
  expect(eventAnswer.parse(acted.json).effects).toMatchObject([{ type: 'task-done' }]);
  const list = runsAnswer.parse((await send('GET /runs?status=active&q=small')).json);
  expect(list.items).toMatchObject([{ id, version: 1, summary: { progress: { closed: 1 } } }]);
  const history = historyAnswer.parse((await send(`GET ${run}/history`)).json);
  expect(history.items.map(({ number, event }) => [number, event.type])).toEqual([
    [0, 'start-run'],
    [1, 'complete'],
  ]);
  const queue = queueAnswer.parse((await send('GET /queue?on=2026-07-03')).json);
  expect(queue).toMatchObject({ day: '2026-07-03', totals: { overdue: 1, today: 1 } });
  expect(queue.items.map(({ task, state }) => [task.refId, state])).toEqual([
    ['task-1', 'overdue'],
    ['task-2', 'today'],
  ]);
  const workflows = workflowsAnswer.parse((await send('GET /workflows')).json);
  expect(workflows.items.map(({ type, trigger }) => [type, trigger])).toEqual([
    [TEMPLATE.type, 'manual'],
  ]);
});

test('a run that is known is not sent again until something happens to it', async () => {
  await using api = await started();
  const { send, run } = api;
  const known = { headers: { 'If-None-Match': '"v0"' } };
  expect(await send(`GET ${run}`, known)).toMatchObject({ status: 304, text: '' });
  await send(`POST ${run}/events`, { json: DONE });
  expect((await send(`GET ${run}`, known)).status).toBe(200);
  expect(await send(`HEAD ${run}`)).toMatchObject({ status: 200, text: '' });
});

test('the same key happens once, and with another body not at all', async () => {
  await using api = await started();
  const { send, run } = api;
  const headers = { 'Idempotency-Key': 'one' };
  const first = await send(`POST ${run}/events`, { headers, json: DONE });
  expect((await send(`POST ${run}/events`, { headers, json: DONE })).json).toEqual(first.json);
  const other = await send(`POST ${run}/events`, { headers, json: { ...DONE, refId: 'task-2' } });
  expect([other.status, other.json.code]).toEqual([422, 'command-reused']);
  const begin = { headers: { 'Idempotency-Key': 'begin' }, json: START };
  const [one, two] = [await send('POST /runs', begin), await send('POST /runs', begin)];
  expect([one.status, two.status, two.json.id]).toEqual([201, 201, one.json.id]);
  expect((await send('GET /runs')).json.items).toHaveLength(2);
});

test('who saw an older state is told the present one where it matters', async () => {
  await using api = await started();
  const { send, run } = api;
  await send(`POST ${run}/events`, { json: DONE });
  const headers = { 'If-Match': '"v0"' };
  const stale = await send(`POST ${run}/events`, {
    headers,
    json: { type: 'reopen', refId: 'task-0' },
  });
  expect([stale.status, problem.parse(stale.json).current?.version]).toEqual([412, 1]);
  const elsewhere = await send(`POST ${run}/events`, {
    headers,
    json: { ...DONE, refId: 'task-2' },
  });
  expect(elsewhere.status).toBe(200);
});

test('pages of a list hold together while runs are added', async () => {
  await using api = await started();
  const { send } = api;
  const ids: string[] = [];
  for (let day = 1; day <= 6; day++) {
    api.setNow(`2026-07-0${day}T10:00:00.000Z`);
    ids.unshift((await send('POST /runs', { json: START })).json.id);
  }
  const seen: string[] = [];
  let next = '/runs?limit=2&type=small';
  while (next !== '') {
    const { items, next: following = '' } = runsAnswer.parse((await send(`GET ${next}`)).json);
    seen.push(...items.map((item) => item.id));
    next = following;
    await send('POST /runs', { json: START });
  }
  expect(seen).toEqual([...ids, api.id]);
});

test('the history comes in pages', async () => {
  await using api = await started();
  const { send, run } = api;
  for (const text of ['a', 'b', 'c'])
    await send(`POST ${run}/events`, { json: { type: 'comment', text } });
  const first = historyAnswer.parse((await send(`GET ${run}/history?limit=3`)).json);
  const rest = historyAnswer.parse((await send(`GET ${first.next}`)).json);
  expect([...first.items, ...rest.items].map(({ number }) => number)).toEqual([0, 1, 2, 3]);
  expect(rest.next).toBeUndefined();
});

describe('what is wrong is a problem with its place', () => {
  const json = { 'Content-Type': 'application/json' };
  const deep = `${'{"a":'.repeat(30)}1${'}'.repeat(30)}`;
  test.each([
    ['POST /runs', { body: '{', headers: json }, 400, undefined],
    ['POST /runs', { body: new Uint8Array([0x22, 0xff, 0x22]), headers: json }, 400, undefined],
    ['POST /runs', { body: 'type=small' }, 415, undefined],
    ['POST /runs', { json: [] }, 400, undefined],
    ['POST /runs', { json: null }, 400, undefined],
    ['POST /runs', { json: { anchor: '2026-07-02' } }, 400, 'type'],
    ['POST /runs', { json: { ...START, anchor: 5 } }, 400, 'anchor'],
    ['POST /runs', { json: { ...START, anchor: '2026-02-30' } }, 400, undefined],
    ['POST /runs', { json: { ...START, colour: 'red' } }, 400, 'colour'],
    ['POST /runs', { json: { ...START, links: { Video: 5 } } }, 400, 'links.Video'],
    ['POST /runs', { json: { ...START, title: 'x'.repeat(10_001) } }, 400, 'title'],
    ['POST /runs', { json: { ...START, title: 'a\u0000b' } }, 400, 'title'],
    ['POST /runs', { json: { ...START, title: '\ud800' } }, 400, 'title'],
    ['POST /runs', { json: { ...START, type: 'nothing' } }, 404, 'type'],
    ['POST /runs?x=1', { json: START }, 400, 'x'],
    ['POST /runs', { json: START, headers: { 'Idempotency-Key': 'a b' } }, 400, 'Idempotency-Key'],
    ['POST /runs', { json: START, headers: { 'Idempotency-Key': '' } }, 400, 'Idempotency-Key'],
    ['POST RUN/events', { json: { type: 'complete' } }, 400, 'refId'],
    ['POST RUN/events', { json: { type: 'explode' } }, 400, 'type'],
    ['POST RUN/events', { json: { refId: 'task-0' } }, 400, 'type'],
    ['POST RUN/events', { json: { ...DONE, at: '2026-07-01' } }, 400, 'at'],
    ['POST RUN/events', { json: { ...DONE, by: 'ada' } }, 400, 'by'],
    ['POST RUN/events', { json: { ...DONE, actor: 'ada' } }, 400, 'actor'],
    ['POST RUN/events', { json: { ...DONE, commandId: 'x' } }, 400, 'commandId'],
    ['POST RUN/events', { json: { ...DONE, onBehalfOf: 5 } }, 400, 'onBehalfOf'],
    ['POST RUN/events', { json: { ...DONE, colour: 'red' } }, 400, 'colour'],
    [
      'POST RUN/events',
      { body: `{"type":"comment","text":${deep}}`, headers: json },
      400,
      /^text\.a/,
    ],
    [
      'POST RUN/events',
      { body: '{"type":"comment","__proto__":{}}', headers: json },
      400,
      undefined,
    ],
    ['POST RUN/events', { json: DONE, headers: { 'If-Match': 'v0' } }, 400, 'If-Match'],
    ['POST RUN/events', { json: DONE, headers: { 'If-Match': '"v7"' } }, 400, undefined],
    ['POST RUN/events', { json: { type: 'complete', refId: 'task-1' } }, 409, undefined],
    ['POST /runs/r0/events', { json: DONE }, 404, undefined],
    ['GET /runs/r0', {}, 404, undefined],
    [`GET /runs/r${'0'.repeat(20)}`, {}, 404, undefined],
    ['GET /runs/%zz', {}, 404, undefined],
    ['GET /runs?limit=0', {}, 400, 'limit'],
    ['GET /runs?limit=201', {}, 400, 'limit'],
    ['GET /runs?cursor=x', {}, 400, 'cursor'],
    ['GET /runs?status=open', {}, 400, 'status'],
    ['GET /runs?status=done&status=active', {}, 400, 'status'],
    ['GET /runs?stats=done', {}, 400, 'stats'],
    ['GET /queue?who=ada', {}, 400, 'who'],
    ['GET /queue?on=2026-02-30', {}, 400, 'on'],
    ['GET /nothing', {}, 404, undefined],
    ['GET /', {}, 404, undefined],
    ['DELETE /runs', {}, 405, undefined],
  ] as const)('%s %j → %i', async (line, sent, status, field) => {
    await using api = await started();
    const answer = await api.send(line.replace('RUN', api.run), sent);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    const told = problem.parse(answer.json);
    expect(told.status).toBe(status);
    if (field instanceof RegExp) expect(told.field).toMatch(field);
    else expect(told.field).toBe(field);
    expect(told.detail).toMatch(/^[A-Z`].*[.?]$/s);
  });

  test('what is missing is named, and the methods there are', async () => {
    await using api = await started();
    const { send, run } = api;
    const refused = await send(`POST ${run}/events`, {
      json: { type: 'complete', refId: 'task-1' },
    });
    expect(refused.json).toMatchObject({
      code: 'refused',
      refusal: 'incomplete',
      refId: 'task-1',
      missing: [{ kind: 'link', name: 'Video', type: 'url' }],
    });
    expect((await send('DELETE /runs')).headers.get('Allow')).toBe('GET, HEAD, POST');
  });
});

test('a parameter that is given twice is refused, wherever else it stands', async () => {
  const { send } = await smallApi([]);
  const twice = await send('GET /runs?limit=1&limit=2');
  expect([twice.status, twice.json]).toEqual([
    400,
    expect.objectContaining({ code: 'invalid', field: 'limit' }),
  ]);
  // A header or a body of that name is no parameter.
  const beside = await send('GET /runs?limit=1', { headers: { limit: '0' } });
  expect(beside.status).toBe(200);
});

test('on whose behalf somebody acts is recorded and grants nothing', async () => {
  await using api = await started();
  const { send, run } = api;
  const reader = { ...ADA, role: 'reader' } as const;
  const json = { ...DONE, onBehalfOf: 'ben' };
  expect((await send(`POST ${run}/events`, { asker: reader, json })).status).toBe(403);
  await send(`POST ${run}/events`, { json });
  const { items } = historyAnswer.parse((await send(`GET ${run}/history`)).json);
  expect(items[1]?.event.by).toEqual({ kind: 'person', id: 'ada', onBehalfOf: 'ben' });
});

test('all runs leave as lines that are complete, and as a table no spreadsheet runs', async () => {
  await using api = await started();
  const { send, id } = api;
  await send('POST /runs', { json: { ...START, title: '=HYPERLINK("x")' } });
  await send(`POST /runs/${id}/events`, { json: { type: 'comment', text: 'Hm' } });
  const [format, ...lines] = (await send('GET /export')).text.trim().split('\n');
  expect(JSON.parse(format ?? '')).toEqual({ schemaVersion: 1 });
  const runs = lines.map((line) => JSON.parse(line));
  expect(runs).toHaveLength(2);
  const exported = runs.find((run) => run.id === id);
  expect(exported.history.map(({ event }: { event: { type: string } }) => event.type)).toEqual([
    'start-run',
    'comment',
  ]);
  const { text } = await send('GET /runs.csv');
  expect(text.split('\r\n')[0]).toMatch(/^id,title,type,anchor,/);
  expect(text).toContain(`,"'=HYPERLINK(""x"")",`);
  expect((await send('GET /export?status=done')).text.trim().split('\n')).toHaveLength(1);
});
