/** A portal in the look of its owner: what strangers see of it over a real socket, and nothing more. */
import { createHash } from 'node:crypto';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findLeaks } from '../../../src/leak-check/find-leaks.ts';
import { readConfig } from '../../../src/server/config/config.ts';
import { FILE_SECURITY_POLICY } from '../../../src/server/http/headers.ts';
import { startServer } from '../../../src/server/main.ts';
import { canary, makeFolder, openPortal, writeFiles } from '../portal-fixture.ts';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><script>alert(1)</script></svg>';
const DARK = LOGO.replace('4 2', '4 3');
const ICON = 'a picture';
const COLOURS = ':root { --accent: purple; }\n';
const OWN_SHEET = `/* ${canary} */`;

function named(content: string, ending: string): string {
  return `brand/${createHash('sha256').update(content).digest('hex')}.${ending}`;
}

const paths = {
  logo: named(LOGO, 'svg'),
  logoDark: named(DARK, 'svg'),
  icon: named(ICON, 'png'),
  colours: named(COLOURS, 'css'),
};
const brand = {
  logo: { file: paths.logo, width: 4, height: 2 },
  logoDark: { file: paths.logoDark },
  icon: { file: paths.icon },
  colours: paths.colours,
  footerLinks: [{ label: 'Imprint & privacy', url: 'https://example.org/imprint' }],
};

function portalFile(of: object = brand, title: unknown = 'Alder & Co'): string {
  const rest = { schemaVersion: 1, language: 'en', timeZone: 'UTC', home: 'docs' };
  return JSON.stringify({ ...rest, title, brand: of });
}

const files = {
  'index.html': `<title>${canary}</title>`,
  'docs/sop.a/index.html': `<title>How to feed the ${canary}</title>`,
  'api/portal.json': portalFile(),
  [paths.logo]: LOGO,
  [paths.logoDark]: DARK,
  [paths.icon]: ICON,
  [paths.colours]: COLOURS,
  [named(OWN_SHEET, 'css')]: OWN_SHEET,
  'build.json': '{}',
};

async function serve(of: Readonly<Record<string, string>> = files) {
  const dist = makeFolder(of);
  const data = join(makeFolder(), 'data');
  const server = await startServer(
    readConfig({ OPSBOOK_DIST: dist, OPSBOOK_DATA: data, OPSBOOK_PORT: '0' }),
  );
  onTestFinished(() => server.close());
  const { origin } = new URL(server.url);
  return { dist, origin, get: (path: string) => fetch(origin + path, { redirect: 'manual' }) };
}

describe('a stranger', () => {
  test('sees logo, icon, title, colours and links where people sign in', async () => {
    const { get } = await serve();
    const page = await (await get('/sign-in')).text();
    expect(page).toContain('<title>Sign in · Alder &amp; Co</title>');
    expect(page).toContain(`<link rel="icon" href="/${paths.icon}" type="image/png">`);
    expect(page).toContain(`<link rel="stylesheet" href="/${paths.colours}">`);
    expect(page).toContain(
      `<header class="brand"><picture><source srcset="/${paths.logoDark}" media="(prefers-color-scheme: dark)">` +
        `<img class="logo" src="/${paths.logo}" alt="" width="4" height="2"></picture><span>Alder &amp; Co</span></header>`,
    );
    expect(page).toContain('<a href="https://example.org/imprint">Imprint &amp; privacy</a>');
    expect(page).not.toContain(canary);
  });

  test('gets these files as untrusted ones, and the icon under the address browsers try', async () => {
    const { get } = await serve();
    for (const [path, type, content] of [
      [paths.logo, 'image/svg+xml; charset=utf-8', LOGO],
      [paths.logoDark, 'image/svg+xml; charset=utf-8', DARK],
      [paths.icon, 'image/png', ICON],
      [paths.colours, 'text/css; charset=utf-8', COLOURS],
    ]) {
      const response = await get(`/${path}`);
      expect([path, response.status, await response.text()]).toEqual([path, 200, content]);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': type,
        'content-security-policy': FILE_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=31536000, immutable',
      });
    }
    const icon = await get('/favicon.ico');
    expect([icon.headers.get('content-type'), await icon.text()]).toEqual(['image/png', ICON]);
    expect(icon.headers.get('cache-control')).toBe('private, no-store');
  });

  test('gets nothing else below brand/, and the check from outside agrees', async () => {
    const { get, dist, origin } = await serve();
    for (const path of [
      named(OWN_SHEET, 'css'),
      named('nothing', 'svg'),
      `${paths.logo}/`,
      `${paths.logo}.br`,
      `brand%2f${paths.logo.slice(6)}`,
      paths.logo.toUpperCase(),
      'brand/',
      'brand/../index.html',
    ]) {
      const response = await get(`/${path}`);
      expect([path, response.status]).toEqual([path, 303]);
      expect(await response.text()).toBe('');
    }
    expect((await findLeaks(origin, dist)).leaks).toEqual([]);
  });
});

const { logo, icon } = brand;
test.each<[what: string, changed: Readonly<Record<string, string>>]>([
  ['names a page', { 'api/portal.json': portalFile({ logo: { file: 'docs/sop.a/index.html' } }) }],
  [
    'names what lies outside',
    { 'api/portal.json': portalFile({ icon: { file: '../../etc/passwd' } }) },
  ],
  [
    'names a file that has another content',
    { [paths.logo]: canary, 'api/portal.json': portalFile({ logo }) },
  ],
  ['has a key too many', { 'api/portal.json': portalFile({ ...brand, script: 'x' }) }],
  ['is no JSON', { 'api/portal.json': '{' }],
  ['is no mapping', { 'api/portal.json': '[1]' }],
  ['is empty', { 'api/portal.json': '' }],
])('a build that %s has the plain look', async (_what, changed) => {
  const { get } = await serve({ ...files, ...changed });
  const page = await (await get('/sign-in')).text();
  expect(page).toContain('<h1>Sign in</h1>');
  expect(page).not.toMatch(/brand\/|passwd|docs\//);
  expect(page).not.toContain(canary);
  expect((await get(`/${paths.logo}`)).status).toBe(303);
});

test('a file that is gone, or a link to another, is left out of the look', async () => {
  const dist = makeFolder({ ...files, 'api/portal.json': portalFile({ logo, icon }) });
  rmSync(join(dist, paths.icon));
  rmSync(join(dist, paths.logo));
  writeFileSync(join(dist, 'secret.svg'), LOGO);
  symlinkSync('../secret.svg', join(dist, paths.logo));
  const data = join(makeFolder(), 'data');
  const server = await startServer(
    readConfig({ OPSBOOK_DIST: dist, OPSBOOK_DATA: data, OPSBOOK_PORT: '0' }),
  );
  onTestFinished(() => server.close());
  const page = await (await fetch(`${server.url}sign-in`)).text();
  expect(page).toContain('<header class="brand"><span>Alder &amp; Co</span></header>');
  expect(page).not.toContain('brand/');
});

test('every page of the server has the look, and that of the build that is served now', async () => {
  const { browse, dist } = await openPortal({ files });
  const person = browse();
  await person.signIn();
  const shown = async (path: string) => (await person.get(path)).text();
  for (const path of ['/account', '/password', '/docs/sop.nothing/']) {
    expect([path, await shown(path)]).toEqual([path, expect.stringContaining(paths.logo)]);
  }
  const wrong = await person.post('/password', { current: 'x', next: 'y', again: 'z' });
  expect(await wrong.text()).toContain(paths.logo);
  writeFiles(dist, { 'api/portal.json': portalFile({}, 'Another'), 'build.json': '{ }' });
  expect(await shown('/account')).toContain('<title>Your account · Another</title>');
  expect(await shown('/account')).not.toContain('brand/');
});

test('a build that cannot be opened leaves the pages as they were', async () => {
  const { browse, dist } = await openPortal({ files });
  writeFiles(dist, { _redirects: 'no rule', 'build.json': '{ }' });
  expect(await (await browse().get('/sign-in')).text()).toContain(paths.logo);
});
