/**
 * Whatever is sent to the workspace, as JSON, forms, addresses or headers: it is done or refused, never
 * an error of the server, and what is stored is what its history gives.
 */
import { env } from 'node:process';
import { expect, test } from 'vitest';
import { WORK_API } from '../../schemas/addresses.ts';
import { eventRequest, problem } from '../../schemas/work-api.ts';
import { verifyFiles, verifyRuns } from '../../src/server/work/portable/verify-work.ts';
import { NOW } from '../server/work/work-fixture.ts';
import { openWorkPortal } from '../server/work/work-portal.ts';
import fc from '../support/generated.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

const REQUESTS = env.OPSBOOK_TEST_FULL === undefined ? 600 : 10_000;

const FIELD = { label: 'Notes', type: 'text', required: false };
const TEMPLATE = compileSmall(
  [
    { offsetDays: -1, time: '09:00', waiting: { for: 'guest', followUpDays: 2 } },
    { offsetDays: 0, requiredLinkName: 'Video', stageOnComplete: 'announced' },
    {
      offsetDays: 0,
      form: [{ ...FIELD, name: 'notes', visibleTo: ['reviewer'] }],
      description: 'For {tool}',
    },
    { offsetDays: 1, approval: { of: ['task-2'] } },
    { offsetDays: 1, requiresFile: true, optional: true, dependsOn: ['task-1'] },
  ],
  {
    roles: { reviewer: 'Reviewer' },
    inputs: [{ ...FIELD, name: 'tool' }],
    runTitle: 'About {tool}',
    bundleLinkDefinitions: [{ name: 'Video' }],
    forEach: ['client'],
  },
);

const nasty = fc.constantFrom<unknown[]>(
  '\u0000',
  '\ud800',
  '\u202e',
  "'; DROP TABLE run; --",
  'x'.repeat(10_001),
  '__proto__',
  'constructor',
  { __proto__: null, toString: 'x' },
  { constructor: { prototype: { polluted: true } } },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  1e308,
  -0,
  '2026-02-30',
  '+099999-01-01',
  '9999-12-31',
  '0000-01-01',
);
const wild = fc.oneof(nasty, fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 40 }));
const words = fc.constantFrom('Sent.', 'task-0', 'notes', 'https://example.org/1', 'reviewer', '');
const dates = fc.constantFrom('2026-07-01', '2026-07-05', '2099-01-01', '2026-06-01');
const refIds = fc.constantFrom('task-0', 'task-1', 'task-2', 'task-3', 'task-4', 'added-1', 'no');
const answers = fc.dictionary(fc.constantFrom('notes', 'tool', 'x'), words, { maxKeys: 2 });

/** Key of a request → what it could well be. */
const FITTING = new Map<string, fc.Arbitrary<unknown>>([
  ['refId', refIds],
  ['form', answers],
  ['inputs', fc.constantFrom({}, { tool: 'GraphQL' }, { tool: '' }, { other: 'x' })],
  ['links', fc.constantFrom({}, { Video: 'https://example.org/1' }, { Other: '' })],
  ['for', fc.constantFrom({ client: 'acme' }, { client: 'acme', more: 'x' }, {})],
  [
    'evidence',
    fc.record({ link: words, comment: words, files: fc.array(words) }, { requiredKeys: [] }),
  ],
  ['verdict', fc.constantFrom('pass', 'fail')],
  ['followUpAt', dates],
  ['to', dates],
  ['anchor', dates],
  ['until', fc.constantFrom('2026-07-01T10:00:00Z', '2026-07-02T10:00:00+02:00')],
  ['personId', fc.constantFrom('ada', null)],
  ['name', fc.constantFrom('Video', 'tool', 'a.txt')],
  ['priority', fc.constantFrom('critical', 'high', 'normal')],
  ['group', fc.constantFrom('May', null)],
  ['blockedBy', fc.array(fc.record({ run: words, refId: refIds }), { maxLength: 2 })],
  ['task', fc.record({ description: words, date: dates, dependsOn: fc.array(refIds) })],
  ['of', fc.constantFrom('k1', 'k2')],
  ['done', fc.boolean()],
  ['step', words],
  ['type', fc.constantFrom(TEMPLATE.type, 'none')],
]);
const likelyOf = (key: string) =>
  fc.oneof({ weight: 12, arbitrary: FITTING.get(key) ?? words }, { weight: 1, arbitrary: wild });

/** Mostly all of the keys, seldom another. */
function objectOf(keys: readonly string[], fixed: object): fc.Arbitrary<object> {
  const entries = keys.map((key) =>
    fc.option(fc.tuple(fc.constant(key), likelyOf(key)), { freq: 8, nil: undefined }),
  );
  const other = fc.option(fc.tuple(fc.string(), wild), { freq: 1, nil: undefined });
  const extra = fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: other },
  );
  return fc.tuple(extra, ...entries).map((given) => ({
    ...Object.fromEntries(given.filter((each) => each !== undefined)),
    ...fixed,
  }));
}

const events = fc.oneof(
  ...eventRequest.options.map(({ shape }) => {
    const { type, ...keys } = shape;
    return objectOf(Object.keys(keys), { type: type.value });
  }),
);
const starts = objectOf(['title', 'inputs', 'links'], {
  for: { client: 'acme' },
  type: TEMPLATE.type,
  anchor: '2026-07-02',
});

interface Request {
  readonly line: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
}

const jsonBody = (value: unknown) => ({ body: JSON.stringify(value), type: 'application/json' });
const query = fc
  .dictionary(
    fc.constantFrom('limit', 'cursor', 'q', 'status', 'who', 'on', 'after', 'x'),
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  )
  .map((parameters) => new URLSearchParams(parameters).toString());
const paths = fc.constantFrom('/runs', '/runs/RUN', '/runs/RUN/history', '/queue', '/workflows');
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Uint8Array.from(array));
const TYPES = eventRequest.options.map(({ shape }) => shape.type.value);
const FORM_FIELDS = [
  ...[
    'refId',
    'comment',
    'version',
    'anchor',
    'waitingFor',
    'followUpAt',
    'title',
    'text',
    'reason',
  ],
  ...[
    'to',
    'url',
    'name',
    'value',
    'link',
    'files',
    'of',
    'description',
    'date',
    'personId',
    'who',
  ],
  ...[
    'form.notes',
    'bundleLink.Video',
    'link.Video',
    'input.tool',
    'for.client',
    'verdict',
    'show',
  ],
];
const inForms = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());
const forms = fc
  .tuple(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...TYPES) },
      { weight: 1, arbitrary: inForms },
    ),
    fc.uuid(),
    fc.dictionary(
      fc.constantFrom(...FORM_FIELDS),
      fc.oneof(
        { weight: 9, arbitrary: fc.oneof(words, dates, refIds) },
        { weight: 1, arbitrary: inForms },
      ),
      { minKeys: 2, maxKeys: 12 },
    ),
  )
  .map(([type, commandId, fields]) => ({
    body: new URLSearchParams({ run: 'RUN', type, commandId, ...fields }).toString(),
    type: 'application/x-www-form-urlencoded',
  }));

const requests: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 10,
    arbitrary: events.map((event) => ({
      line: `POST ${WORK_API}/runs/RUN/events`,
      ...jsonBody(event),
    })),
  },
  {
    weight: 2,
    arbitrary: starts.map((start) => ({ line: `POST ${WORK_API}/runs`, ...jsonBody(start) })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('/runs', '/runs/RUN/events'), wild).map(([path, json]) => ({
      line: `POST ${WORK_API}${path}`,
      ...jsonBody(json ?? null),
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('/runs', '/runs/RUN/events', '/runs/RUN/attachments?name=a.txt'),
        bytes,
      )
      .map(([path, body]) => ({ line: `POST ${WORK_API}${path}`, body, type: 'application/json' })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('/work/', '/work/runs/RUN/', '/work/start/small/'), forms)
      .map(([path, form]) => ({ line: `POST ${path}`, ...form })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(paths, query)
      .map(([path, text]) => ({ line: `GET ${WORK_API}${path}?${text}` })),
  },
);

const visible = fc.stringMatching(/^[\x20-\x7e]{0,40}$/);
const headers = fc.record(
  {
    'Idempotency-Key': fc.oneof(fc.constantFrom('k1', 'k2'), visible),
    'If-Match': fc.oneof(fc.constantFrom('"v0"', '"v3"', '*'), visible),
    'If-None-Match': visible,
    'Last-Event-ID': visible,
    Range: visible,
    Accept: visible,
  },
  { requiredKeys: [] },
);
/** Seldom any. */
const someHeaders = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: headers },
);

test('whatever is sent is done or refused, and the history gives what is stored', async () => {
  const { send, signIn, work, connection } = await openWorkPortal([TEMPLATE], NOW);
  const manager = await signIn('manager');
  const json = { type: TEMPLATE.type, anchor: '2026-07-02', for: { client: 'acme' } };
  const start = async () =>
    String((await send(`POST ${WORK_API}/runs`, { headers: manager, json })).json.id);
  let run = await start();
  let count = 0;
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(requests, someHeaders, async ({ line, body, type }, more) => {
      // A run is worked on for a while, then another.
      if (++count % 25 === 0) run = await start();
      const answer = await send(line.replace('RUN', run), {
        headers: { ...more, ...manager, ...(type !== undefined && { 'Content-Type': type }) },
        ...(body !== undefined && {
          body: typeof body === 'string' ? body.replaceAll('RUN', run) : body,
        }),
      });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect(answer.status, answer.text).toBeLessThan(500);
      if (answer.status >= 400 && line.includes(WORK_API)) problem.parse(answer.json);
    }),
    { numRuns: REQUESTS },
  );
  expect(await verifyRuns(connection.db)).toEqual([]);
  expect(await verifyFiles(connection.db, work.services.blobs)).toEqual([]);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  // Much was done, and much refused, in each way.
  for (const status of [200, 201, 303, 400, 409])
    expect(statuses.get(status) ?? 0).toBeGreaterThan(2);
});
