/** The dev server on real files: pages, data and images follow what is saved. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { doc, writeFolder } from '../support/content.ts';

let folder: string;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = writeFolder({
    'content/ops/references/a.md': doc('doc.ops.a', 'First words. ![Dot](dot.svg)\n'),
    'content/ops/references/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  });
  const script = join(import.meta.dirname, '..', '..', 'bin', 'opsbook.js');
  const args = [script, 'dev', '--content', join(folder, 'content'), '--port', '0'];
  // In a process of its own: Astro serves no pages in one that runs tests.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  if (!server.stdout) throw new Error('The dev server has no output');
  [url] = await once(createInterface(server.stdout), 'line');
});

afterAll(async () => {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function read(path: string): Promise<string> {
  return await (await fetch(new URL(path, url))).text();
}

test('listens on this machine only', () => {
  expect(new URL(url).hostname).toBe('127.0.0.1');
});

test('shows a page with its image, and the data beside it', async () => {
  const page = await read('/docs/doc.ops.a/');
  expect(page).toContain('First words.');
  const image = /\/images\/[0-9a-f]{12}\.svg/.exec(page)?.[0] ?? 'none';
  expect(await read(image)).toBe(
    readFileSync(join(folder, 'content/ops/references/dot.svg'), 'utf8'),
  );
  expect(JSON.parse(await read('/api/registry.json')).documents).toHaveLength(1);
});

test('follows a change, and says on the page what is wrong with it', async () => {
  const file = join(folder, 'content/ops/references/a.md');
  writeFileSync(file, doc('doc.ops.a', 'Second words, see [[doc.ops.b]].\n'));
  await vi.waitFor(async () => {
    const page = await read('/docs/doc.ops.a/');
    expect(page).toContain('Second words');
    expect(page).toContain('reference/unknown-document');
  }, WAIT);
});

test('has a page for a document as soon as it is saved', async () => {
  expect((await fetch(new URL('/docs/doc.ops.b/', url))).status).toBe(404);
  const file = join(folder, 'content/ops/references/b.md');
  writeFileSync(file, doc('doc.ops.b', 'The other one.\n'));
  await vi.waitFor(async () => {
    expect(await read('/docs/doc.ops.b/')).toContain('The other one.');
    expect(await read('/docs/doc.ops.a/')).not.toContain('reference/unknown-document');
    expect(JSON.parse(await read('/api/registry.json')).documents).toHaveLength(2);
  }, WAIT);
});

const WAIT = { timeout: 10_000, interval: 100 };
