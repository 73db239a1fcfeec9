/**
 * `npm run bench:pages`: what Lighthouse says of the main pages of the repository's own portal,
 * the median of five runs each, behind the real gate. Lighthouse is 170 MB and serves nothing
 * else, so npm fetches it when it is asked for and does not install it with the project.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromiumPath } from '../tests/support/chromium.ts';
import { freePort } from '../tests/support/free-port.ts';
import { SignedInBrowser } from '../tests/support/signed-in.ts';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const RUNS = 5;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const PAGES = {
  home: '/',
  procedure: '/docs/sop.media.open-source-spotlight.find-timestamps-for-editing/',
  workflow: '/docs/task-template.tasks.oss/',
  'all documents': '/all/',
  search: '/search/?q=timecodes',
};

type Scores = Record<(typeof CATEGORIES)[number], number>;

const signedIn = await SignedInBrowser.start(join(import.meta.dirname, '..', 'content'));
const proxy = await openProxy(signedIn.portal.url, signedIn.cookie);
const port = await freePort();
const profile = mkdtempSync(join(tmpdir(), 'opsbook-lighthouse-'));
const browser = spawn(
  await chromiumPath(),
  [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    `--remote-debugging-port=${port}`,
    `--user-data-dir=${profile}`,
  ],
  { stdio: 'ignore' },
);
try {
  await whenReady(`http://127.0.0.1:${port}/json/version`);
  const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const rows: Record<string, Scores> = {};
  for (const [name, path] of Object.entries(PAGES)) rows[name] = await medians(origin + path);
  console.table(rows);
} finally {
  browser.kill();
  proxy.close();
  await signedIn.close();
  await setTimeout(500);
  rmSync(profile, { recursive: true, force: true });
}

async function medians(url: string): Promise<Scores> {
  const runs: Scores[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await audit(url));
  const median = (name: keyof Scores) =>
    runs.map((run) => run[name]).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
  return Object.fromEntries(CATEGORIES.map((name) => [name, median(name)])) as Scores;
}

/** Scores of 100. The portal asks not to be indexed, on purpose. */
async function audit(url: string): Promise<Scores> {
  const { stdout } = await promisify(execFile)(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      url,
      `--port=${port}`,
      '--output=json',
      '--quiet',
      `--only-categories=${CATEGORIES.join()}`,
      '--skip-audits=is-crawlable',
    ],
    { maxBuffer: 1 << 28, shell: process.platform === 'win32' },
  );
  const { categories, runtimeError } = JSON.parse(stdout);
  if (runtimeError) throw new Error(`${url}: ${runtimeError.message}`);
  return Object.fromEntries(
    CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]),
  ) as Scores;
}

/**
 * Signs in for Lighthouse, which clears what a browser has stored, and takes away the one header
 * with which Chromium's headless shell loses the page it is told to open.
 */
async function openProxy(portal: string, cookie: string): Promise<Server> {
  const { host } = new URL(portal);
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, host, cookie };
    const passed = request(new URL(asked.url ?? '/', portal), { method: asked.method, headers });
    passed.on('response', (response) => {
      const { 'referrer-policy': _, ...kept } = response.headers;
      answer.writeHead(response.statusCode ?? 502, kept);
      response.pipe(answer);
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function whenReady(url: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await setTimeout(200);
  }
  throw new Error('The browser did not start');
}
