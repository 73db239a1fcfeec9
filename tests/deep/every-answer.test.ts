/**
 * Every file, every route of the API and every page of the workspace, asked for by everybody in
 * every way they could be: no canary where the table of who may see what has none, be it in a body,
 * an error, a header, a redirect, a stream, an export or the log.
 */
import { env } from 'node:process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WORK_API } from '../../schemas/addresses.ts';
import { WORK_ROLES } from '../../schemas/work-roles.ts';
import { openPasswordHashing } from '../../src/server/identity/password-hash.ts';
import { workEndpoints } from '../../src/server/work/http/work-api.ts';
import { hashCost } from '../server/portal-fixture.ts';
import { NOW } from '../server/work/work-fixture.ts';
import { openWorkPortal } from '../server/work/work-portal.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

const isFull = env.OPSBOOK_TEST_FULL !== undefined;

/** One for each kind of thing that somebody may see and somebody else may not. */
const CANARIES = {
  /** Pages and data for people. */
  pages: 'quetzal-pages',
  docs: 'quetzal-docs',
  search: 'quetzal-search',
  templates: 'quetzal-templates',
  /** What runs, registers and schedules say. */
  work: 'quetzal-work',
  /** An answer for holders of a role of the template. */
  answer: 'quetzal-answer',
} as const;
type Canary = keyof typeof CANARIES;

const PUBLISHED = {
  'index.html': CANARIES.pages,
  '404.html': `${CANARIES.pages} is not here`,
  'all/index.html': CANARIES.pages,
  'docs/doc.a/index.html': CANARIES.docs,
  'docs/doc.a.md': CANARIES.docs,
  'docs/old/index.html': CANARIES.docs,
  'images/0123456789ab.png': CANARIES.docs,
  'images/0123456789ac.svg': `<svg xmlns="http://www.w3.org/2000/svg">${CANARIES.docs}</svg>`,
  'images/0123456789ad.mp4': CANARIES.docs,
  'images/0123456789ae.pdf': CANARIES.docs,
  'api/registry.json': JSON.stringify({ canary: CANARIES.docs }),
  'api/report.json': JSON.stringify({ canary: CANARIES.pages }),
  'api/search/titles.json': JSON.stringify({ canary: CANARIES.search }),
  'api/templates/small.ics': CANARIES.templates,
  'llms.txt': CANARIES.pages,
  '_astro/page.Ab12.js': `// ${CANARIES.pages}`,
  'build.json': JSON.stringify({ canary: CANARIES.pages }),
  _redirects: `/docs/older/ /docs/doc.a/ 308\n/docs/gone/ - 410 Gone is ${CANARIES.docs}\n`,
};

const FIELD = { label: 'Notes', type: 'text', required: false };
const TEMPLATE = compileSmall(
  [
    { offsetDays: 0, form: [{ ...FIELD, name: 'notes', visibleTo: ['reviewer'] }] },
    { offsetDays: 1, description: 'Look at {task-0.notes}', requiresFile: true },
    { offsetDays: 2, waiting: { for: 'guest', followUpDays: 2 } },
  ],
  {
    roles: { reviewer: 'Reviewer' },
    forEach: ['client'],
    inputs: [{ ...FIELD, name: 'salary', visibleTo: ['reviewer'] }],
    runTitle: 'Report for {salary}',
    bundleLinkDefinitions: [{ name: 'Video' }],
  },
);

const NOTHING: readonly Canary[] = [];
const DOCUMENTS: readonly Canary[] = ['pages', 'docs', 'search', 'templates'];
const WORKER: readonly Canary[] = [...DOCUMENTS, 'work'];
const ALL: readonly Canary[] = [...WORKER, 'answer'];

/** Who → what they may see. */
const MAY_SEE: Readonly<Record<string, readonly Canary[]>> = {
  stranger: NOTHING,
  'a cookie of another portal': NOTHING,
  'a one-time password': NOTHING,
  disabled: NOTHING,
  'signed out': NOTHING,
  'idle for too long': NOTHING,
  'a token that was revoked': NOTHING,
  'a token that has run out': NOTHING,
  'a token that is none': NOTHING,
  none: DOCUMENTS,
  reader: WORKER,
  operator: WORKER,
  'an operator who holds the role for another value': WORKER,
  'an operator who holds another role': WORKER,
  'an operator who holds the role': ALL,
  manager: ALL,
  administrator: ALL,
  'docs:read': ['docs'],
  'templates:read': ['templates'],
  'search:read': ['search'],
  'work:read': ['work'],
  'work:act': ['work'],
  'work:manage': ['work', 'answer'],
  'agent work:act': ['work'],
  'agent work:manage': ['work', 'answer'],
};

interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Portal = Awaited<ReturnType<typeof openWorkPortal>>;
const HOUR = 3_600_000;

async function openCrawled() {
  const portal = await openWorkPortal([TEMPLATE], NOW, undefined, PUBLISHED);
  const { auth, work, connection, send, own } = portal;
  const passwordHash = await openPasswordHashing(hashCost).hash('three blind mice run');
  const person = (email: string, mustChangePassword = false) => ({
    ...{ email: `${email}@example.org`, role: 'operator' as const, passwordHash },
    ...{ disabled: false, mustChangePassword },
  });
  const names = ['holder', 'other-value', 'other-role', 'disabled', 'out', 'idle'];
  const accounts = [...names.map((name) => person(name)), person('half', true)];
  await auth.accounts.import({ version: 1, accounts });

  async function signIn(name: string): Promise<Record<string, string>> {
    const body = { email: `${name}@example.org`, password: 'three blind mice run' };
    const answer = await send('POST /sign-in', {
      headers: { ...own, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(body).toString(),
    });
    expect(answer.status).toBe(303);
    const [cookie = ''] = answer.headers.getSetCookie()[0]?.split(';') ?? [];
    return { ...own, Cookie: cookie };
  }

  const idOf = async (name: string) =>
    (await auth.accounts.list()).find(({ email }) => email === `${name}@example.org`)?.id ?? '';
  for (const [name, role, value] of [
    ['holder', 'reviewer', ''],
    ['other-value', 'reviewer', 'another-client'],
    ['other-role', 'manager', ''],
  ] as const) {
    await connection.db
      .insertInto('role_holder')
      .values({ role, userId: await idOf(name), value })
      .execute();
  }

  const who = new Map<string, Record<string, string>>([['stranger', own]]);
  who.set('a cookie of another portal', { ...own, Cookie: `opsbook=${'A'.repeat(43)}` });
  who.set('a one-time password', await signIn('half'));
  for (const role of WORK_ROLES) who.set(role, await signIn(role));
  who.set('an operator who holds the role', await signIn('holder'));
  who.set('an operator who holds the role for another value', await signIn('other-value'));
  who.set('an operator who holds another role', await signIn('other-role'));
  const scopes = ['docs:read', 'templates:read', 'search:read'] as const;
  for (const scope of scopes) who.set(scope, await portal.bear({ scopes: [scope] }));
  for (const scope of ['work:read', 'work:act', 'work:manage'] as const) {
    who.set(scope, await portal.bear({ scopes: [scope] }));
    if (scope === 'work:read') continue;
    who.set(`agent ${scope}`, await portal.bear({ scopes: [scope], kind: 'agent' }));
  }

  const manager = who.get('manager') ?? {};
  const run = await fillWith(portal, manager);

  // Those who once could, and can no longer.
  who.set('disabled', await signIn('disabled'));
  await auth.accounts.disable('disabled@example.org');
  who.set('signed out', await signIn('out'));
  const gone = who.get('signed out') ?? {};
  await send('POST /sign-out', { headers: gone, body: '' });
  who.set('idle for too long', await signIn('idle'));
  await connection.db
    .updateTable('personSession')
    .set({ lastSeenAt: Date.parse(NOW) - 12 * HOUR })
    .where('userId', '=', await idOf('idle'))
    .execute();
  const everything = [...scopes, 'work:manage'] as const;
  const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
  const token = (name: string, lifetimeMs: number) =>
    auth.tokens.create({ name, scopes: everything, lifetimeMs });
  who.set('a token that was revoked', bearer(await token('revoked', HOUR)));
  await auth.tokens.revoke('revoked');
  who.set('a token that has run out', bearer(await token('over', 0)));
  who.set('a token that is none', bearer('opsbook_made-up'));
  return { ...portal, who, run, endpoints: workEndpoints(work.services) };
}

/** A run whose every kind of text is a canary, a register, a schedule's note, and a file. */
async function fillWith({ send, connection }: Portal, manager: Record<string, string>) {
  const must = async (line: string, sent: Parameters<Portal['send']>[1]) => {
    const answer = await send(line, { headers: manager, ...sent });
    expect([line, answer.status, answer.text]).toEqual([
      line,
      expect.toBeOneOf([200, 201]),
      expect.anything(),
    ]);
    return answer.json;
  };
  const { work, answer } = CANARIES;
  await must(`PUT ${WORK_API}/registers/${TEMPLATE.type}`, { json: { for: { client: work } } });
  const { run } = await must(`POST ${WORK_API}/runs`, {
    json: {
      type: TEMPLATE.type,
      anchor: '2026-07-02',
      for: { client: work },
      inputs: { salary: answer },
    },
  });
  const path = `${WORK_API}/runs/${run.id}`;
  for (const event of [
    { type: 'complete', refId: 'task-0', form: { notes: answer } },
    { type: 'comment', text: work },
    { type: 'set-link', name: 'Video', url: `https://example.org/${work}` },
    { type: 'wait', refId: 'task-2', waitingFor: work, followUpAt: '2026-07-09', comment: work },
  ]) {
    await must(`POST ${path}/events`, { json: event });
  }
  const sent = await must(`POST ${path}/attachments?name=${work}.txt&refId=task-1`, {
    body: `${work}, long enough to be a proof`,
  });
  const other = { type: TEMPLATE.type, anchor: '2026-07-03', for: { client: 'acme' } };
  const second = await must(`POST ${WORK_API}/runs`, { json: other });
  const title = { type: 'rename', title: `Report ${work}` };
  await must(`POST ${WORK_API}/runs/${second.run.id}/events`, { json: title });
  const note = {
    id: 'note-1',
    at: NOW,
    type: TEMPLATE.type,
    for: { client: work },
    what: { kind: 'failure', trigger: 't', anchor: '2026-07-01', reason: work },
  };
  await connection.db
    .insertInto('schedule_note')
    .values({ id: note.id, at: NOW, note: JSON.stringify(note) })
    .execute();
  return { id: String(run.id), attachment: String(sent.attachment.id) };
}

type Crawled = Awaited<ReturnType<typeof openCrawled>>;

/** Every address there is: files, routes of the API, routes of the pages, as data. */
function addressesOf({ run, endpoints, work, app }: Crawled): readonly Ask[] {
  const fill = (path: string) =>
    path
      .replace(/[{:]id\}?/, run.id)
      .replace(/[{:]attachmentId\}?/, run.attachment)
      .replace(/[{:]type\}?/, TEMPLATE.type);
  const files = [
    ...Object.keys(PUBLISHED),
    'work/',
    'docs/older/',
    'docs/gone/',
    'nothing/',
  ].flatMap((file) => [`/${file}`, `/${file.replace(/index\.html$/, '')}`]);
  const templates = ['/api/templates/index.json', `/api/templates/${TEMPLATE.type}.json`];
  const api = endpoints.map(({ method, path }) => ({
    method: method.toUpperCase(),
    path: WORK_API + fill(path),
  }));
  const pages = work.pages.routes
    .filter(({ method }) => method === 'GET' || method === 'POST')
    .map(({ method, path }) => ({ method, path: `/work${fill(path)}`.replace('//', '/') }));
  const server = app.routes
    .filter(({ method, path }) => method === 'GET' && !/[*:]|^\/(?:work|api)/.test(path))
    .map(({ method, path }) => ({ method, path }));
  expect([api.length, pages.length]).toEqual([endpoints.length, expect.any(Number)]);
  expect(pages.length).toBeGreaterThan(8);
  return [
    ...[...new Set([...files, ...templates])].map((path) => ({ method: 'GET', path })),
    ...api,
    ...pages,
    ...server,
    { method: 'GET', path: `${WORK_API}/runs?status=active&q=quetzal` },
    { method: 'GET', path: `${WORK_API}/queue?who=all` },
    { method: 'GET', path: `/work/runs/${run.id}/?task=task-0` },
    { method: 'GET', path: '/work/?who=all' },
    { method: 'GET', path: '/work/runs/?q=quetzal' },
  ];
}

const JSON_BODY = { 'Content-Type': 'application/json' };
const FORM_BODY = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** The same address, asked for in ways that end in errors, in parts, or in what is there already. */
function waysToAsk(ask: Ask): readonly Ask[] {
  const { method, path } = ask;
  const more = path.includes('?') ? '&' : '?';
  const reading = [
    ask,
    { ...ask, method: 'HEAD' },
    { ...ask, path: `${path}${more}zzz=1` },
    { ...ask, headers: { Range: 'bytes=0-', 'If-None-Match': '*' } },
    { ...ask, headers: { Range: 'bytes=999999-', Accept: 'text/markdown' } },
    { ...ask, headers: { 'Last-Event-ID': '0', 'Accept-Encoding': 'br' } },
    { ...ask, method: 'OPTIONS' },
    { ...ask, method: 'PATCH', headers: JSON_BODY, body: '{}' },
  ];
  if (method === 'GET') return isFull ? reading : reading.slice(0, 6);
  // None of them is a change: what is there stays for whoever asks next.
  const stale = { ...JSON_BODY, 'If-Match': '"v0"' };
  const comment = JSON.stringify({ type: 'comment', text: 'Hm' });
  const again = JSON.stringify({ type: 'complete', refId: 'task-0' });
  return [
    { ...ask, headers: stale, body: comment },
    { ...ask, headers: JSON_BODY, body: again },
    { ...ask, headers: JSON_BODY, body: '{"type":"nonsense"}' },
    { ...ask, headers: JSON_BODY, body: '{' },
    { ...ask, headers: FORM_BODY, body: 'type=complete&refId=task-0&version=0&commandId=x' },
    { ...ask, headers: FORM_BODY, body: 'type=nonsense' },
    { ...ask, headers: { 'Content-Type': 'multipart/form-data; boundary=x' }, body: '--x--' },
    { ...ask, path: `${path}${more}zzz=1`, headers: JSON_BODY, body: '{}' },
    ...(isFull ? reading.slice(6) : []),
  ];
}

/** Of a stream, what comes at once. */
async function textOf(response: Response): Promise<string> {
  const isStream = /event-stream/.test(response.headers.get('Content-Type') ?? '');
  if (!isStream) return Buffer.from(await response.arrayBuffer()).toString('latin1');
  const reader = response.body?.getReader();
  const nothing = new Promise<{ value?: Uint8Array }>((resolve) => {
    setTimeout(resolve, 200, {});
  });
  const first = await Promise.race([reader?.read(), nothing]);
  await reader?.cancel();
  return first?.value === undefined ? '' : Buffer.from(first.value).toString('latin1');
}

const ORIGIN = 'http://127.0.0.1:4321';

test.each(Object.entries(MAY_SEE))('%s: nothing but what they may see', async (name, allowed) => {
  const printed = (['log', 'info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level),
  );
  onTestFinished(() => void vi.restoreAllMocks());
  const portal = await openCrawled();
  const { app, who, events } = portal;
  const own = who.get(name);
  if (own === undefined) throw new Error(`Nobody is “${name}”.`);
  const kinds = Object.keys(CANARIES) as Canary[];
  const seen = new Set<Canary>();
  const leaks: string[] = [];
  let count = 0;
  events.length = 0;
  for (const address of addressesOf(portal)) {
    for (const { method, path, headers, body } of waysToAsk(address)) {
      const response = await app.request(ORIGIN + path, {
        method,
        headers: { ...headers, ...own },
        ...(body !== undefined && { body }),
      });
      const told = `${JSON.stringify([...response.headers])}\n${await textOf(response)}`;
      count++;
      expect([method, path, response.status < 500]).toEqual([method, path, true]);
      for (const kind of kinds.filter((kind) => told.includes(CANARIES[kind]))) {
        seen.add(kind);
        if (!allowed.includes(kind)) leaks.push(`${kind}: ${response.status} ${method} ${path}`);
      }
    }
  }
  expect(leaks).toEqual([]);
  // Otherwise nothing would have been looked for.
  expect([...seen].toSorted()).toEqual(allowed.toSorted());
  // Not even of those who may see it is anything written down.
  expect(JSON.stringify([events, printed.map(({ mock }) => mock.calls)])).not.toContain('quetzal');
  expect(count).toBeGreaterThan(isFull ? 500 : 400);
  if (isFull) console.info(`${name}: ${count} requests`);
});
