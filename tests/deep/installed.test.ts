/**
 * The packages as people install them: with npm and pnpm, from the registry that npm is configured
 * with, on the oldest Node they promise and on today's.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, writeFolder } from '../support/content.ts';
import { git } from '../support/git.ts';
import { installInto, type PackageManager } from '../support/installation.ts';
import { pack, writePackages } from '../support/installed-package.ts';
import { end } from './served-portal.ts';

/** The oldest that `engines` allows. */
const OLDEST = '22.13.0';

const OPSBOOK = 'node_modules/opsbook/bin/opsbook.js';

let scratch: string;
let checks: string;
let all: readonly string[];
let oldest: string;

beforeAll(() => {
  scratch = writeFolder();
  const built = writePackages(join(scratch, 'built'));
  checks = pack(built.opsbook ?? '', scratch);
  all = [checks, pack(built['@opsbook/portal'] ?? '', scratch)];
  const node = `node-${process.platform}-${process.arch}@${OLDEST}`;
  installInto(join(scratch, 'node'), { manager: 'npm', packages: [node] });
  oldest = join(scratch, 'node/node_modules', node.replace(/@.*/, ''), 'bin/node');
  expect(execFileSync(oldest, ['--version'], { encoding: 'utf8' })).toBe(`v${OLDEST}\n`);
  return () => rmSync(scratch, { recursive: true, force: true });
});

/** A project that was begun with `opsbook init`, and committed. */
function begin(manager: PackageManager, node: string, packages: readonly string[]) {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  installInto(folder, { manager, packages });
  const opsbook = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(node, [OPSBOOK, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });
    return { status, stdout, stderr };
  };
  const portal = packages.length > 1 ? '--portal' : '--no-portal';
  expect(opsbook('init', '--yes', portal, '--no-install')).toMatchObject({ status: 0 });
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message=Begin');
  return { folder, opsbook };
}

/** What is in a package, wherever the package manager has put it. */
function digest(folder: string, name: string): string {
  const root = realpathSync(join(folder, 'node_modules', name));
  const hash = createHash('sha256');
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const path = join(entry.parentPath, entry.name);
    hash.update(relative(root, path));
    if (entry.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Starts a command that stays, and waits for what it prints to be enough. */
async function start(node: string, folder: string, args: readonly string[], isEnough: RegExp) {
  const child: ChildProcess = spawn(node, [OPSBOOK, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, OPSBOOK_PORT: '0' },
  });
  onTestFinished(() => end(child, 'SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  while (!isEnough.test(printed)) {
    const ended = once(child, 'exit').then(() => 'ended');
    const more = once(child.stdout ?? child, 'data').then(() => 'more');
    if ((await Promise.race([ended, more])) === 'ended') throw new Error(printed);
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '';
  return { child, printed, url };
}

/** Signs in with the one-time password, chooses another, and returns the cookie of the session. */
async function signIn(url: string, printed: string): Promise<string> {
  const [, email = ''] = /Sign in as\s+(\S+)/.exec(printed) ?? [];
  const [, password = ''] = /One-time password\s+(\S+)/.exec(printed) ?? [];
  const post = (path: string, fields: Record<string, string>, cookie = '') =>
    fetch(url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: url, Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
  const cookieOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
  const signedIn = cookieOf(await post('/sign-in', { email, password }));
  const next = 'three unrelated words';
  const changed = await post('/password', { current: password, next, again: next }, signedIn);
  return cookieOf(changed) || signedIn;
}

describe.each<[PackageManager, string]>([
  ['npm', 'current'],
  ['pnpm', OLDEST],
])('with %s, on Node %s', (manager, version) => {
  test('a project is begun, checked, built, served and written, and Git sees nothing of it', async () => {
    const node = version === OLDEST ? oldest : process.execPath;
    const { folder, opsbook } = begin(manager, node, all);
    const before = ['opsbook', '@opsbook/portal'].map((name) => digest(folder, name));

    expect(opsbook('validate', '--frozen', '--max-warnings', '0')).toMatchObject({ status: 0 });
    expect(opsbook('build')).toMatchObject({ status: 0 });

    const served = await start(node, folder, ['serve'], /shown only now/);
    const page = (cookie: string) =>
      fetch(`${served.url}/`, { redirect: 'manual', headers: { Cookie: cookie } });
    expect((await page('')).status).toBe(303);
    const response = await page(await signIn(served.url, served.printed));
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('</html>'),
    ]);
    await end(served.child);

    const dev = await start(node, folder, ['dev', '--port', '0'], /http:\S+\n/);
    const home = await (await fetch(`${dev.url}/`)).text();
    const [, script = ''] = /src="(\/src\/site\/client\/[^"]+)"/.exec(home) ?? [];
    for (const path of ['/@vite/client', script]) {
      expect([path, (await fetch(dev.url + path)).status]).toEqual([path, 200]);
    }
    await end(dev.child);

    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(['opsbook', '@opsbook/portal'].map((name) => digest(folder, name))).toEqual(before);
  });
});

test('what only checks needs no portal, and does all that it is for', () => {
  const { opsbook } = begin('npm', oldest, [checks]);
  const succeeds = (...args: string[]) => {
    const { status, stdout, stderr } = opsbook(...args);
    expect([args, status, stderr]).toEqual([args, 0, expect.not.stringContaining('    at ')]);
    return stdout;
  };
  expect(succeeds('validate', '--frozen')).toContain('no findings');
  expect(succeeds('plan', 'welcome', '--anchor', '2026-07-22', '--format', 'csv')).toContain(
    '2026',
  );
  succeeds('diff', 'HEAD', 'content');
  succeeds('search', 'colleague');
  succeeds('explain', 'reference/unknown-document');
  succeeds('new', 'sop', 'Close the office', '--domain', 'office');
  succeeds('lock');
  succeeds('move', 'content/office/reference/equipment.md', 'content/office/reference/kit.md');
  expect(succeeds('validate', '--frozen')).toContain('document');
  expect(opsbook('build')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('@opsbook/portal'),
  });
});
