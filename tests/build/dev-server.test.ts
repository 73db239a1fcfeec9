/** The dev server on real files: pages, data and images follow what is saved. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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

test('shows the look of an owner, and follows it', async () => {
  const svg = (colour: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path fill="${colour}"/></svg>`;
  const logo = async () => {
    const path = /\/brand\/[0-9a-f]{64}\.svg/.exec(await read('/docs/doc.ops.a/'))?.[0];
    return path === undefined ? undefined : await read(path);
  };
  expect(await logo()).toBeUndefined();
  // Named before it is there: what is shown stays until it is.
  writeFileSync(join(folder, 'opsbook.config.json'), '{ "logo": "logo.svg", "accent": "purple" }');
  writeFileSync(join(folder, 'logo.svg'), svg('red'));
  await vi.waitFor(async () => expect(await logo()).toBe(svg('red')), WAIT);
  const sheet = /\/brand\/[0-9a-f]{64}\.css/.exec(await read('/docs/doc.ops.a/'))?.[0] ?? 'none';
  expect(await read(sheet)).toContain('--accent: light-dark(#800080, ');
  writeFileSync(join(folder, 'logo.svg'), svg('blue'));
  await vi.waitFor(async () => expect(await logo()).toBe(svg('blue')), WAIT);
});

test('follows the configuration and the order that lie beside the content', async () => {
  const order = async () =>
    (await read('/llms.txt')).match(/doc\.ops\.[ab]\.md/g)?.join(' ') ?? 'none';
  expect(await order()).toBe('doc.ops.a.md doc.ops.b.md');
  const nav = ['b', 'a'].map((name) => `ops/references/${name}.md`);
  writeFileSync(join(folder, 'mkdocs.yml'), JSON.stringify({ docs_dir: 'content', nav }));
  await vi.waitFor(async () => {
    expect(await order()).toBe('doc.ops.b.md doc.ops.a.md');
  }, WAIT);
  writeFileSync(join(folder, 'opsbook.config.json'), '{ "navigation": ["doc.ops.a"] }');
  await vi.waitFor(async () => {
    expect(await order()).toBe('doc.ops.a.md doc.ops.b.md');
  }, WAIT);
});

const WAIT = { timeout: 10_000, interval: 100 };

/** What comes back for a request line and headers, sent exactly so. */
async function exchange(target: string, headers: readonly string[] = []): Promise<string> {
  const { port, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const hasHost = headers.some((header) => /^host:/i.test(header));
  const lines = [...(hasHost ? [] : [`Host: ${host}`]), 'Connection: close', ...headers];
  socket.write([`GET ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n'), 'latin1');
  let reply = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    reply += chunk;
  });
  await once(socket, 'close');
  return reply;
}

describe('files of this package and of the project', () => {
  const root = join(import.meta.dirname, '..', '..');
  /** A piece of each file that no page shows. */
  const secrets = {
    [join(root, 'package.json')]: '"prestart"',
    [join(root, 'src/server/main.ts')]: 'unreadableRequest',
    [join(root, 'src/build/dev-server.ts')]: 'evaluateAgain',
    [join(root, 'content/opsbook/reference/ci.md')]: 'severities',
    [join(root, 'node_modules/hono/package.json')]: '"typesVersions"',
    '/etc/hosts': 'localhost',
  };
  const QUERIES = ['', '?raw', '?url', '?import', '?raw&import', '?inline', '?url&inline', '?t=1'];
  const MORE_QUERIES = [
    '?direct&raw',
    '?import&url',
    '?raw??',
    '?%72aw',
    '?astro&raw',
    '?v=1&import',
  ];
  const ASKED_AS = [
    [],
    ['Sec-Fetch-Dest: script'],
    ['Accept: text/html,*/*'],
    ['Accept: text/css'],
  ];

  function spellings(file: string): string[] {
    const inRoot = file.startsWith(root) ? [file.slice(root.length)] : [];
    return [
      ...inRoot,
      ...inRoot.flatMap((path) => [
        `/${path}`,
        `/.${path}`,
        `/docs/..${path}`,
        `/docs/%2e%2e${path}`,
        `/src/site/../..${path}`,
        `/src/site/%2e%2e/%2e%2e${path}`,
        `/src/site/..%2f..${path.replaceAll('/', '%2f')}`,
        `/src/site/client/..\\..\\..${path}`,
        `/%2e${path}`,
        path.replace(/\w/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
        path.replace(/\w/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
        path.toUpperCase(),
        `${path}/`,
        `${path}%00`,
        `${path}%00.css`,
        `${path}#/src/site/styles/site.css`,
        `/@id${path}`,
        `/@id/__x00__${path}`,
        `/src/site/styles/site.css/../../../..${path}`,
      ]),
      `/@fs${file}`,
      `/@fs/${file}`,
      `/@FS${file}`,
      `/@fs/..${file}`,
      `/@fs${root}/src/site/../..${file.replace(root, '')}`,
      `/%40fs${file}`,
      `//@fs${file}`,
      `/@id${file}`,
      `/@id/file://${file}`,
      `/@vite/client/../../..${file}`,
      `/_image?href=/@fs${file}&f=svg`,
      `/__open-in-editor?file=${file}`,
      `http://127.0.0.1/@fs${file}`,
    ];
  }

  test.each(Object.entries(secrets))('%s is not read to anybody', async (file, secret) => {
    expect(readFileSync(file, 'utf8')).toContain(secret);
    for (const path of spellings(file)) {
      for (const query of path.includes('?') ? [''] : [...QUERIES, ...MORE_QUERIES]) {
        const asked = ASKED_AS[(path.length + query.length) % ASKED_AS.length] ?? [];
        for (const headers of query === '?raw' ? ASKED_AS : [asked]) {
          const reply = await exchange(path + query, headers);
          expect([path + query, reply]).toEqual([
            path + query,
            expect.not.stringContaining(secret),
          ]);
          expect(reply).not.toMatch(/^HTTP\/1\.1 (?:200|5)/);
        }
      }
    }
  });

  test('what pages load is there, and what those load', async () => {
    const page = await read('/docs/doc.ops.a/');
    const entries = [...page.matchAll(/(?:src|href)="(\/(?:@vite|src)\/[^"]+)"/g)].map(
      ([, path = '']) => path.replaceAll('&amp;', '&'),
    );
    expect(entries.length).toBeGreaterThan(2);
    const seen = new Set<string>();
    const pending = [...entries];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const response = await fetch(new URL(path, url), { headers: { 'Sec-Fetch-Dest': 'script' } });
      expect([path, response.status]).toEqual([path, 200]);
      const code = await response.text();
      for (const [, next = ''] of code.matchAll(/^import .*?"(\/[^"]+)"/gm)) pending.push(next);
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  test('a name that leads here from elsewhere is refused, whatever is asked for', async () => {
    const { port } = new URL(url);
    for (const target of ['/', '/docs/doc.ops.a/', '/api/registry.json', '/@vite/client']) {
      for (const host of [
        'attacker.example',
        `attacker.example:${port}`,
        `127.0.0.1.attacker.example`,
      ]) {
        const reply = await exchange(target, [`Host: ${host}`]);
        expect([target, host, reply.split(' ')[1]]).toEqual([target, host, '403']);
        expect(reply).not.toContain('First words');
      }
      const reply = await exchange(target, ['Origin: http://localhost:3000']);
      expect(reply).not.toMatch(/^access-control-allow-origin/im);
    }
  });
});
