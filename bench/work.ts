/**
 * `npm run bench:work`: what it costs to keep work, on SQLite and, where there is one, PostgreSQL: a
 * thousand live runs of fourteen tasks, events one after the other and from eight writers, the page
 * of the day over HTTP, and how soon somebody else is told of a change.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { templateFile } from '../schemas/addresses.ts';
import type { WorkflowTemplate } from '../schemas/workflow-template.ts';
import {
  type DatabasePlace,
  migrateDatabase,
  openDatabase,
} from '../src/server/database/open-database.ts';
import { openStore } from '../src/server/work/store/kysely-store.ts';
import { newId } from '../src/server/work/work-services.ts';
import { act } from '../src/workspace/act.ts';
import type { Asker } from '../src/workspace/asker.ts';
import { startRun } from '../src/workspace/start-run.ts';
import type { Store } from '../src/workspace/store.ts';
import { openPostgres } from '../tests/support/postgres.ts';
import { addPerson, endScripts, signIn, startScript } from './served-portal.ts';

/** Milliseconds that 95 of 100 may take; `page` of `/work/`, `told` until another browser knows. */
const TARGETS = { sqlite: 15, postgres: 25, page: 150, told: 1000 };

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    runs: { type: 'string', default: '1000' },
    events: { type: 'string', default: '2000' },
    database: { type: 'string', default: 'both' },
  },
});
const dist = resolve(values.dist);
const folder = mkdtempSync(join(tmpdir(), 'opsbook-bench-'));
const template: WorkflowTemplate = JSON.parse(
  readFileSync(join(dist, templateFile('oss')), 'utf8'),
);
const ASKER: Asker = {
  actor: { kind: 'person', id: 'bench' },
  role: 'administrator',
  holds: [],
  timeZone: 'UTC',
};
const PUBLISHED = {
  templates: [template],
  timeZone: 'UTC',
  title: 'Bench',
  home: 'work',
  stepsOf: async () => ({}),
} as const;

try {
  let isGood = true;
  if (values.database !== 'postgres') {
    isGood = await measure('sqlite', { data: join(folder, 'sqlite') });
  }
  if (values.database !== 'sqlite') isGood = (await measurePostgres()) && isGood;
  process.exitCode = isGood ? 0 : 1;
} finally {
  endScripts();
  rmSync(folder, { recursive: true, force: true });
}

async function measurePostgres(): Promise<boolean> {
  const cluster = await openPostgres();
  try {
    const databaseUrl = await cluster.createDatabase();
    return await measure('postgres', { data: join(folder, 'postgres'), databaseUrl });
  } finally {
    endScripts();
    await cluster.remove();
  }
}

async function measure(kind: 'sqlite' | 'postgres', place: DatabasePlace): Promise<boolean> {
  console.log(kind);
  await migrateDatabase(place);
  const password = await addPerson(place);
  const connection = await openDatabase(place);
  const store = openStore(connection);
  const ids: string[] = [];
  const starts = await time(Number(values.runs), 1, async (n) => {
    ids.push(await begin(store, n));
  });
  const one = await time(Number(values.events), 1, (n) => comment(store, ids[n % ids.length]));
  const eight = await time(Number(values.events), 8, (n) => comment(store, ids[n % ids.length]));
  await connection.close();
  const { page, told } = await measureServed(place, password, ids);
  report('starting a run', starts);
  report('event, one writer', one, TARGETS[kind]);
  report('event, eight writers', eight);
  report(`/work/, ${values.runs} runs`, page, TARGETS.page);
  report('told of a change', told, TARGETS.told);
  return p95(one) <= TARGETS[kind] && p95(page) <= TARGETS.page && p95(told) <= TARGETS.told;
}

async function begin(store: Store, n: number): Promise<string> {
  const anchor = new Date(Date.now() + (n % 60) * 86_400_000).toISOString().slice(0, 10);
  const inputs = { tool: `Tool ${n}`, author: 'Pat' };
  const started = await startRun(store, PUBLISHED, ASKER, {
    id: newId('r'),
    commandId: newId('c'),
    request: { type: template.type, anchor, inputs },
    at: new Date().toISOString(),
  });
  return started.id;
}

async function comment(store: Store, runId = ''): Promise<void> {
  const event = { type: 'comment', text: 'As discussed.' };
  const at = new Date().toISOString();
  await act(store, ASKER, { runId, commandId: newId('c'), event, at });
}

async function measureServed(place: DatabasePlace, password: string, ids: readonly string[]) {
  const { url } = await startScript('../bin/opsbook.js', {
    args: ['serve'],
    env: {
      OPSBOOK_DIST: dist,
      OPSBOOK_DATA: place.data,
      OPSBOOK_PORT: '0',
      OPSBOOK_FIRST_ACCOUNT: 'none',
      OPSBOOK_SESSION_REQUESTS: '0',
      ...(place.databaseUrl !== undefined && { OPSBOOK_DATABASE_URL: place.databaseUrl }),
    },
  });
  const headers = { Cookie: await signIn(url, password), Origin: new URL(url).origin };
  const ask = async () => {
    const response = await fetch(new URL('/work/?who=all', url), { headers });
    if (response.status !== 200) throw new Error(`/work/ gives ${response.status}`);
    await response.text();
  };
  // The first ones are spent compiling, and reading what is kept in memory afterwards.
  for (let n = 0; n < 10; n++) await ask();
  const page = await time(60, 1, ask);
  const told = await timeTelling(url, headers, ids);
  return { page, told };
}

/** From sending an event to the line of the stream that tells of it. */
async function timeTelling(url: string, headers: Record<string, string>, ids: readonly string[]) {
  const stream = await fetch(new URL('/api/work/stream', url), { headers });
  const lines = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  const times: number[] = [];
  for (let n = 0; n < 20; n++) {
    const runId = ids[n] ?? '';
    const begun = performance.now();
    const sent = fetch(new URL(`/api/work/runs/${runId}/events`, url), {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'comment', text: 'Look.' }),
    });
    for (let text = ''; !text.includes(runId); ) text += (await lines?.read())?.value ?? '';
    times.push(performance.now() - begun);
    await sent;
  }
  await lines?.cancel();
  return times;
}

/** Milliseconds of each of `count` calls, made by so many at once. */
async function time(count: number, writers: number, work: (n: number) => Promise<void>) {
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (next < count) {
        const begun = performance.now();
        await work(next++);
        times.push(performance.now() - begun);
      }
    }),
  );
  return times;
}

function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

function report(name: string, times: readonly number[], target?: number): void {
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const aim = target === undefined ? '' : ` (at most ${target})`;
  console.log(
    `  ${name.padEnd(24)} median ${median.toFixed(1)} ms, p95 ${p95(times).toFixed(1)} ms${aim}`,
  );
}
