/** Who gets what on which route, over the whole server: every route has a row here. */
import { describe, expect, test } from 'vitest';
import { WORK_API } from '../../../schemas/addresses.ts';
import { WORK_ROLES } from '../../../schemas/work-roles.ts';
import { routeOf } from '../../../src/server/work/http/endpoint.ts';
import { workEndpoints } from '../../../src/server/work/http/work-api.ts';
import { startRun } from '../../../src/workspace/start-run.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import type { Sent } from './api-fixture.ts';
import { ADA, NOW } from './work-fixture.ts';
import { openWorkPortal } from './work-portal.ts';

const FIELD = { label: 'Notes', type: 'text', required: false };
const TEMPLATE = compileSmall(
  [
    { offsetDays: 0, form: [{ ...FIELD, name: 'notes', visibleTo: ['reviewer'] }] },
    { offsetDays: 1, description: 'Look at {task-0.notes}' },
  ],
  {
    roles: { reviewer: 'Reviewer' },
    inputs: [{ ...FIELD, name: 'salary', visibleTo: ['reviewer'] }],
    runTitle: 'Report canary-title for {salary}',
  },
);
const REPORT = compileSmall([{ offsetDays: 0 }], { type: 'report', forEach: ['client'] });
const START = { type: TEMPLATE.type, anchor: '2026-07-02', inputs: { salary: 'canary-secret' } };

/** Operation, and where the event matters its type → the request for a run. */
const REQUESTS: Readonly<Record<string, (run: string, file: string) => [string, Sent?]>> = {
  listRuns: () => ['GET /runs'],
  startRun: () => ['POST /runs', { json: START }],
  showRun: (run) => [`GET /runs/${run}`],
  actOnRun: (run) => [`POST /runs/${run}/events`, { json: { type: 'comment', text: 'Hm' } }],
  'actOnRun cancel': (run) => [
    `POST /runs/${run}/events`,
    { json: { type: 'cancel', reason: 'No' } },
  ],
  listEvents: (run) => [`GET /runs/${run}/history`],
  attachFile: (run) => [
    `POST /runs/${run}/attachments?name=a.txt`,
    { body: 'canary-file, long enough' },
  ],
  listAttachments: (run) => [`GET /runs/${run}/attachments`],
  fetchAttachment: (run, file) => [`GET /runs/${run}/attachments/${file}`],
  showQueue: () => ['GET /queue?who=all'],
  listWorkflows: () => ['GET /workflows'],
  listSchedules: () => ['GET /schedules'],
  catchUp: () => ['POST /catch-up', { json: { from: '2026-07-01', to: '2026-07-01' } }],
  dismissScheduleNote: () => ['DELETE /schedules/notes?id=none'],
  showRegister: () => ['GET /registers/report'],
  setRegisterValue: () => ['PUT /registers/report', { json: { for: { client: 'acme' } } }],
  removeRegisterValue: () => ['DELETE /registers/report?client=nobody'],
  listRoleHolders: () => ['GET /roles'],
  addRoleHolder: () => ['PUT /roles', { json: { role: 'reviewer', email: 'nobody@example.org' } }],
  removeRoleHolder: () => ['DELETE /roles?role=reviewer&email=nobody@example.org'],
  exportRuns: () => ['GET /export'],
  exportTable: () => ['GET /runs.csv'],
  streamChanges: () => ['GET /stream'],
  showContract: () => ['GET /openapi.json'],
};

const READS = { none: 403, reader: 200, operator: 200, manager: 200, administrator: 200 };
const ACTS = { ...READS, reader: 403 };
const MANAGES = { ...ACTS, operator: 403 };
const CREATES = { none: 403, reader: 403, operator: 201, manager: 201, administrator: 201 };
const readTokens = { 'docs:read': 403, 'work:read': 200, 'work:act': 200, 'work:manage': 200 };
const actTokens = { ...readTokens, 'work:read': 403 };
const manageTokens = { ...actTokens, 'work:act': 403 };
const createTokens = { ...actTokens, 'work:act': 201, 'work:manage': 201 };
const agents = ({ 'work:act': act, 'work:manage': manage }: typeof readTokens, by = manage) => ({
  'agent work:act': act,
  'agent work:manage': by,
});
const stranger = 401;
const reading = { stranger, ...READS, ...readTokens, ...agents(readTokens) };
const acting = { stranger, ...ACTS, ...actTokens, ...agents(actTokens) };
const creating = { stranger, ...CREATES, ...createTokens, ...agents(createTokens) };
const managing = { stranger, ...MANAGES, ...manageTokens, ...agents(manageTokens) };
/** People decide that. */
const keeping = { ...managing, ...agents(manageTokens, 403) };
/** Whoever may is told that there is no such thing. */
const notThere = (row: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(row).map(([who, status]) => [who, status === 200 ? 404 : status]),
  );

const EXPECTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  listRuns: reading,
  startRun: creating,
  showRun: reading,
  actOnRun: acting,
  'actOnRun cancel': keeping,
  listEvents: reading,
  attachFile: creating,
  listAttachments: reading,
  fetchAttachment: reading,
  showQueue: reading,
  listWorkflows: reading,
  listSchedules: reading,
  catchUp: managing,
  dismissScheduleNote: notThere(managing),
  showRegister: reading,
  setRegisterValue: keeping,
  removeRegisterValue: notThere(keeping),
  listRoleHolders: keeping,
  addRoleHolder: notThere(keeping),
  removeRoleHolder: notThere(keeping),
  exportRuns: reading,
  exportTable: reading,
  streamChanges: reading,
  showContract: reading,
};

type Portal = Awaited<ReturnType<typeof openWorkPortal>>;

/** Who asks → the headers they send. */
async function everybody({ own, signIn, bear }: Portal) {
  const headers = new Map<string, Record<string, string>>([['stranger', own]]);
  for (const role of WORK_ROLES) headers.set(role, await signIn(role));
  for (const scope of ['docs:read', 'work:read', 'work:act', 'work:manage'] as const) {
    headers.set(scope, await bear({ scopes: [scope] }));
  }
  for (const scope of ['work:act', 'work:manage'] as const) {
    headers.set(`agent ${scope}`, await bear({ scopes: [scope], kind: 'agent' }));
  }
  return headers;
}

async function opened() {
  const portal = await openWorkPortal([TEMPLATE, REPORT], NOW);
  const { services } = portal.work;
  const begin = async () =>
    startRun(services.store, await services.publication(), ADA, {
      id: services.newId('r'),
      commandId: services.newId('c'),
      request: START,
      at: NOW,
    });
  return { ...portal, begin };
}

test('every route has a row, every row a request', async () => {
  const { work } = await opened();
  const endpoints = workEndpoints(work.services);
  const rows = new Set(Object.keys(EXPECTED).map((row) => row.split(' ')[0]));
  expect([...rows].sort()).toEqual(endpoints.map(({ id }) => id).sort());
  expect(Object.keys(REQUESTS)).toEqual(Object.keys(EXPECTED));
  // What is mounted besides would be in no contract.
  const mounted = work.api.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  expect(mounted.sort()).toEqual(
    endpoints.map((each) => `${each.method.toUpperCase()} ${routeOf(each)}`).sort(),
  );
});

test('everybody gets what their role or scope is for, and a problem otherwise', async () => {
  const portal = await opened();
  const people = await everybody(portal);
  const table: Record<string, Record<string, number>> = {};
  const attached = await portal.begin();
  const sent = await portal.send(`POST ${WORK_API}/runs/${attached.id}/attachments?name=a.txt`, {
    headers: people.get('operator') ?? {},
    body: 'canary-file, long enough',
  });
  for (const [row, requestOf] of Object.entries(REQUESTS)) {
    for (const [who, headers] of people) {
      const { id } = row === 'fetchAttachment' ? attached : await portal.begin();
      const [line, request = {}] = requestOf(id, sent.json.attachment.id);
      const [method, path] = line.split(' ');
      const answer = await portal.send(`${method} ${WORK_API}${path}`, { ...request, headers });
      table[row] = { ...table[row], [who]: answer.status };
      if (answer.status < 400) continue;
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
      expect(answer.json).toMatchObject({ status: answer.status, code: expect.any(String) });
      expect(answer.text).not.toMatch(/canary|task-0/);
    }
  }
  expect(table).toEqual(EXPECTED);
});

test('what a role does not allow is in the log: who, where, and nothing of the run', async () => {
  const { begin, signIn, bear, send, events } = await opened();
  const { id } = await begin();
  const json = { type: 'cancel', reason: 'canary-reason' };
  const path = `${WORK_API}/runs/${id}/events`;
  const reader = await signIn('reader');
  const agent = await bear({ scopes: ['work:manage'], kind: 'agent' });
  events.length = 0;
  for (const headers of [reader, agent]) await send(`POST ${path}`, { headers, json });
  const denied = events.filter(({ event }) => event === 'denied');
  expect(denied).toEqual([
    { event: 'denied', reason: 'role', account: 'reader@example.org', path, address: '' },
    {
      event: 'denied',
      reason: 'role',
      token: expect.stringMatching(/^token \d+$/),
      path,
      address: '',
    },
  ]);
  expect(JSON.stringify(events)).not.toContain('canary');
});

describe('what is for a role of the template alone', () => {
  async function answersTo(
    portal: Portal,
    headers: Record<string, string>,
    id: string,
  ): Promise<string> {
    const texts: string[] = [];
    const ask = async (line: string, sent: Sent = {}) => {
      const [method, path] = line.split(' ');
      texts.push((await portal.send(`${method} ${WORK_API}${path}`, { ...sent, headers })).text);
    };
    for (const path of ['', '/history', '/attachments']) await ask(`GET /runs/${id}${path}`);
    for (const path of ['/runs', '/queue?who=all', '/workflows', '/export', '/runs.csv'])
      await ask(`GET ${path}`);
    await ask('GET /runs?q=canary-secret');
    const event = { type: 'comment', text: 'Hm' };
    await ask(`POST /runs/${id}/events`, { json: event });
    const stale = { ...headers, 'If-Match': '"v0"' };
    const conflict = await portal.send(`POST ${WORK_API}/runs/${id}/events`, {
      json: event,
      headers: stale,
    });
    return [...texts, conflict.text].join('\n');
  }

  test('reaches nobody else, wherever it went, and is searched by nobody', async () => {
    const portal = await opened();
    const { begin, work, signIn, bear } = portal;
    const { id } = await begin();
    const { store } = work.services;
    const form = { notes: 'canary-secret' };
    const manager = await signIn('manager');
    const done = { type: 'complete', refId: 'task-0', form };
    await portal.send(`POST ${WORK_API}/runs/${id}/events`, { json: done, headers: manager });
    expect(await answersTo(portal, manager, id)).toContain('canary-secret');
    for (const headers of [
      await signIn('operator'),
      await signIn('reader'),
      await bear({ scopes: ['work:act'] }),
    ]) {
      const texts = await answersTo(portal, headers, id);
      expect(texts).toContain('canary-title');
      expect(texts).not.toContain('canary-secret');
    }
    expect((await store.listRuns({ words: ['canary-secret'], limit: 5 })).runs).toEqual([]);
  });
});
