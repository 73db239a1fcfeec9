/**
 * `npm run bench:server`: what the gate costs. One page, signed in, against the same file from an
 * ungated static server on the same runtime; then many connections, then many requests.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { addPerson, endScripts, signIn, startScript } from './served-portal.ts';

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

try {
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  endScripts();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<boolean> {
  const password = await addPerson({ data });
  const plain = await startScript('plain-server.ts', { env: { OPSBOOK_DIST: dist } });
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

function startPortal(flags: readonly string[] = []) {
  const env = {
    OPSBOOK_DIST: dist,
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: '0',
    OPSBOOK_FIRST_ACCOUNT: 'none',
    OPSBOOK_SESSION_REQUESTS: '0',
  };
  return startScript('../bin/opsbook.js', { flags, args: ['serve'], env });
}

function run(url: string, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  return autocannon({ ...options, url: new URL(values.page, url).href });
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
