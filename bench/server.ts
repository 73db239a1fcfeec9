/**
 * `npm run bench:server`: what the gate costs. One page, signed in, against the same file from an
 * ungated static server on the same runtime; then many connections, then many requests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { openDatabase } from '../src/server/database/open-database.ts';
import { openAuth } from '../src/server/identity/auth.ts';

const TARGETS = { share: 0.6, connections: 500, memoryRequests: 200_000, growthMegabytes: 32 };

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    page: { type: 'string', default: '/' },
    seconds: { type: 'string', default: '10' },
  },
});
const dist = resolve(values.dist);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'opsbook-bench-'));
const data = join(folder, 'data');
const children: ReturnType<typeof spawn>[] = [];

try {
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<boolean> {
  const password = await addPerson();
  const plain = await startScript('plain-server.ts');
  const gated = await startPortal();
  const cookie = await signIn(gated.url, password);
  const headers = { cookie, 'accept-encoding': 'identity' };
  const load = { duration: seconds, connections: 50, headers };
  // The first seconds of both are spent compiling.
  for (const { url } of [plain, gated]) await run(url, { ...load, duration: 3 });
  const without = await run(plain.url, load);
  const withGate = await run(gated.url, load);
  const share = withGate.requests.average / without.requests.average;
  report('static server', without);
  report('behind the gate', withGate);
  console.log(
    `share              ${(share * 100).toFixed(0)} % (at least ${TARGETS.share * 100} %)`,
  );

  const crowd = await run(gated.url, { ...load, connections: TARGETS.connections });
  report(`${TARGETS.connections} connections`, crowd);

  // A heap that may not grow shows a leak at once, instead of what V8 has not cleared yet.
  const small = await startPortal(['--max-old-space-size=128']);
  const again = { headers, connections: 50, amount: TARGETS.memoryRequests };
  await run(small.url, again);
  const before = residentMegabytes(small.pid);
  const long = await run(small.url, again);
  const growth = residentMegabytes(small.pid) - before;
  report(`${TARGETS.memoryRequests} requests`, long);
  console.log(`memory             ${before.toFixed(0)} MB, then ${growth.toFixed(1)} MB more`);
  const failures = [without, withGate, crowd, long].map(failuresOf);
  return (
    share >= TARGETS.share &&
    failures.every((count) => count === 0) &&
    growth <= TARGETS.growthMegabytes
  );
}

async function addPerson(): Promise<string> {
  // The secret is made by the portal; this one signs no cookie.
  const { db, close } = await openDatabase({ data });
  const auth = await openAuth({ db, origin: 'http://127.0.0.1', secret: 'x'.repeat(32) });
  const password = await auth.accounts.add('bench@example.org');
  await close();
  return password;
}

async function signIn(url: string, password: string): Promise<string> {
  const origin = new URL(url).origin;
  let cookie = '';
  const post = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams(fields);
    const headers = { Origin: origin, Cookie: cookie };
    const sent = { method: 'POST', body, headers, redirect: 'manual' as const };
    const [set = ''] = (await fetch(origin + path, sent)).headers.getSetCookie();
    cookie = set.split(';')[0] ?? '';
  };
  await post('/sign-in', { email: 'bench@example.org', password });
  const next = 'three unrelated words';
  await post('/password', { current: password, next, again: next });
  return cookie;
}

function startPortal(flags: readonly string[] = []) {
  const env = {
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: '0',
    OPSBOOK_FIRST_ACCOUNT: 'none',
    OPSBOOK_SESSION_REQUESTS: '0',
  };
  return startScript('../bin/opsbook.js', flags, ['serve'], env);
}

/** Starts a script of this folder that prints its address first. */
async function startScript(
  name: string,
  flags: readonly string[] = [],
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, name), ...args], {
    env: { PATH: process.env.PATH ?? '', OPSBOOK_DIST: dist, ...env },
    // The audit log goes nowhere: the terminal would be measured too.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const [first] = await once(child.stdout.setEncoding('utf8'), 'data');
  const url = URL.parse(values.page, String(first).trim())?.href;
  if (url === undefined || child.pid === undefined) throw new Error(`${name} did not start`);
  return { url, pid: child.pid };
}

function run(url: string, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  return autocannon({ ...options, url });
}

function failuresOf({ errors, timeouts, non2xx }: autocannon.Result): number {
  return errors + timeouts + non2xx;
}

function report(name: string, result: autocannon.Result): void {
  const { requests, latency } = result;
  const rate = `${requests.average.toFixed(0).padStart(6)} requests/s`;
  console.log(
    `${name.padEnd(18)} ${rate}, p99 ${latency.p99} ms, ${failuresOf(result)} failed of ${requests.total}`,
  );
}

/** Linux alone tells another process's memory; elsewhere growth counts as none. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
