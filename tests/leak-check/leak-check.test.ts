import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findLeaks } from '../../src/leak-check/find-leaks.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { startServer } from '../../src/server/main.ts';
import { makeFolder } from '../server/portal-fixture.ts';

const build = {
  'index.html': '<title>The handbook of a company</title><p>text</p>',
  'docs/sop.a/index.html': '<title>Restore the secret backup</title><p>text</p>',
  'docs/sop.a.md': '# A\n\nA line of Markdown that only a reader of this page can know.\n',
  'api/registry.json': '{}',
  'build.json': '{}',
};

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A gate that sends everybody to sign in, but for what `otherwise` answers itself. */
function gate(otherwise: (url: string, answer: Parameters<RequestListener>[1]) => boolean) {
  return listen(({ url = '' }, answer) => {
    if (otherwise(url, answer)) return;
    answer.writeHead(302, { Location: 'https://login.example.org/' }).end();
  });
}

async function problemsOf(origin: string): Promise<string[]> {
  const { leaks } = await findLeaks(origin, makeFolder(build));
  return [...new Set(leaks.map(({ problem }) => problem))];
}

test('this server holds', async () => {
  const dist = makeFolder(build);
  const data = join(makeFolder(), 'data');
  const server = await startServer(
    readConfig({ OPSBOOK_DIST: dist, OPSBOOK_DATA: data, OPSBOOK_PORT: '0' }),
  );
  onTestFinished(() => server.close());
  const report = await findLeaks(new URL(server.url).origin, dist);
  expect(report.leaks).toEqual([]);
  expect(report.files).toBe(5);
  expect(report.requests).toBeGreaterThan(80);
});

test('so does a gate of another kind', async () => {
  expect(await problemsOf(await gate(() => false))).toEqual([]);
});

test.each<[string, string, (answer: Parameters<RequestListener>[1]) => void]>([
  ['/docs/sop.a.md', 'answered 200', (answer) => answer.end('x')],
  ['/docs/sop.a/', 'answered 304', (answer) => answer.writeHead(304).end()],
  ['/api/registry.json', 'answered 206', (answer) => answer.writeHead(206).end('{')],
  [
    '/docs/sop.a/',
    'the response holds “Restore the secret backup” from the build',
    (answer) => answer.writeHead(403).end('You may not read: Restore the secret backup'),
  ],
  [
    '/docs/sop.a/',
    'the response holds “A line of Markdown that only a reader of this page can know.” from the build',
    (answer) => answer.writeHead(401, { 'X-Summary': build['docs/sop.a.md'].slice(5, -1) }).end(),
  ],
  [
    '/docs/sop.a/',
    'the response tells etag',
    (answer) => answer.writeHead(403, { ETag: '"x"' }).end(),
  ],
  [
    '/docs/sop.a',
    'it leads on to /docs/sop.a/',
    (answer) => answer.writeHead(301, { Location: '/docs/sop.a/' }).end(),
  ],
  [
    '/docs/sop.a/',
    'responds otherwise than /docs/no-such-page-here/',
    (answer) => answer.writeHead(403).end(),
  ],
])('a gate that answers %s by itself is found out: %s', async (path, problem, respond) => {
  const origin = await gate((url, answer) => {
    if (url === path) respond(answer);
    return url === path;
  });
  expect(await problemsOf(origin)).toContain(problem);
});

test('the files of a look are open, and no other that has their place', async () => {
  const hash = (content: string) => createHash('sha256').update(content).digest('hex');
  const [logo, renamed, sheet] = ['svg', 'png', 'css'].map(
    (ending) => `brand/${hash(ending)}.${ending}`,
  ) as [string, string, string];
  const portal = {
    schemaVersion: 1,
    title: 'The handbook of a company',
    language: 'en',
    timeZone: 'UTC',
    home: 'docs',
    brand: { logo: { file: logo }, icon: { file: renamed } },
  };
  const dist = makeFolder({
    ...build,
    'api/portal.json': JSON.stringify(portal),
    [logo]: 'svg',
    [renamed]: 'another',
    [sheet]: 'css',
  });
  const origin = await gate((url, answer) => {
    if (url.startsWith('/brand/') && /\.(?:svg|png|css)$/.test(url)) answer.end('x');
    return answer.writableEnded;
  });
  const { leaks } = await findLeaks(origin, dist);
  expect([...new Set(leaks.map(({ request }) => request.replace(/^\w+ /, '')))].sort()).toEqual(
    [`/${renamed}`, `/${sheet}`].sort(),
  );
});

test.each(['/sign-in/../docs/sop.a/', '/healthz;/../docs/sop.a/', '//docs/sop.a/'])(
  'a gate that is confused by %s is found out',
  async (spelling) => {
    const origin = await gate((url, answer) => {
      if (url === spelling) answer.end('page');
      return url === spelling;
    });
    expect(await problemsOf(origin)).toEqual(['answered 200']);
  },
);

test('what cannot be checked is a sentence', async () => {
  await expect(findLeaks('http://127.0.0.1:9', makeFolder(build))).rejects.toThrow(
    'cannot be reached',
  );
  await expect(findLeaks('http://127.0.0.1:9', makeFolder())).rejects.toThrow('There is no build');
});
