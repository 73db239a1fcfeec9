/**
 * Asks for every file of a build as a stranger would, in every spelling and manner that has ever
 * got past a gate, and judges the responses by what a gate may say: go and sign in, or no. Works for
 * this server and for any other in front of the same files.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { DATA_FILES, fileUrl } from '../../schemas/addresses.ts';
import { type PortalJson, portalJson } from '../../schemas/portal-json.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { type RawRequest, type RawResponse, sendRequest } from './raw-request.ts';

export interface LeakReport {
  readonly files: number;
  readonly requests: number;
  readonly leaks: readonly Leak[];
}

export interface Leak {
  /** Method and target. */
  readonly request: string;
  readonly problem: string;
}

/** Checks the portal at `origin` against the build in `dist`; both are only read. */
export async function findLeaks(origin: string, dist: string): Promise<LeakReport> {
  const files = readBuild(dist);
  if (files.length === 0) {
    throw new UserError(`There is no build in \`${dist}\` — name the one that is served.`);
  }
  await reach(origin);
  const portal = portalOf(files);
  // The name of a portal is on its sign-in page.
  const secrets = secretsOf(files).filter((words) => words !== portal?.title);
  const addresses = new Set(files.flatMap(({ path }) => addressesOf(path)));
  const open = new Set([
    '/favicon.ico',
    '/robots.txt',
    '/healthz',
    '/livez',
    '/lost-password',
    '/new-password',
    '/passkey.js',
    '/sign-in',
    '/sign-in.css',
    ...filesOfLook(files, portal),
  ]);
  const requests = [...addresses].filter((path) => !open.has(path)).flatMap(mannersOf);
  const [page = '/'] = [...addresses].filter((path) => path.endsWith('/') && path !== '/');
  requests.push(...spellingsOf(page).map((target) => ({ method: 'GET', target, headers: {} })));

  const leaks: Leak[] = [];
  // Few at a time: a check is not a load test.
  const queue = requests.values();
  const work = async () => {
    for (const request of queue) {
      const response = await sendRequest(origin, request);
      const problem = problemOf(response, request, { origin, addresses, secrets });
      if (problem) leaks.push({ request: `${request.method} ${request.target}`, problem });
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  leaks.push(...(await compareWithNothing(origin, page)));
  leaks.sort((a, b) => (a.request < b.request ? -1 : a.request > b.request ? 1 : 0));
  return { files: files.length, requests: requests.length, leaks };
}

interface BuiltFile {
  readonly path: string;
  readonly text: string;
}

function readBuild(dist: string): BuiltFile[] {
  try {
    return readdirSync(dist, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        const path = `/${relative(dist, file).split(sep).map(encodeURIComponent).join('/')}`;
        return { path, text: readFileSync(file, 'latin1') };
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch {
    return [];
  }
}

async function reach(origin: string): Promise<void> {
  const response = await sendRequest(origin, { method: 'GET', target: '/', headers: {} });
  if (response.status === 0) throw new UserError(`${origin} cannot be reached: ${response.body}`);
}

/** A page has the address of its folder too; what is compressed beside a file has none. */
function addressesOf(path: string): string[] {
  const folder = path.replace(/\/index\.html$/, '/');
  return [...new Set([path, folder, folder.replace(/(.)\/$/, '$1'), `${path}.br`, `${path}.gz`])];
}

/** The ways to ask for one address. */
function mannersOf(target: string): RawRequest[] {
  return [
    { method: 'GET', target, headers: {} },
    { method: 'HEAD', target, headers: {} },
    { method: 'GET', target, headers: { Accept: 'text/markdown', Range: 'bytes=0-99' } },
    { method: 'GET', target, headers: { 'If-None-Match': '*', 'User-Agent': 'kube-probe/1.30' } },
    {
      method: 'GET',
      target,
      headers: {
        'X-Forwarded-For': '127.0.0.1',
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-User': 'admin',
        'X-Original-URL': '/sign-in',
        'X-Rewrite-URL': '/sign-in',
        Authorization: 'Bearer opsbook_x',
        Cookie: 'opsbook=x.y; __Host-opsbook=x.y',
      },
    },
  ];
}

/** The spellings of one page's address that have confused gates before. */
function spellingsOf(page: string): string[] {
  const bare = page.slice(1, -1);
  return [
    `//${bare}/`,
    `/./${bare}/`,
    `/sign-in/../${bare}/`,
    `/sign-in/%2e%2e/${bare}/`,
    `/sign-in%2f..%2f${bare}/`,
    `/sign-in.css/..;/${bare}/`,
    `/healthz;/../${bare}/`,
    `/healthz/..%2f${bare}/`,
    `/%2e/${bare}/`,
    `/${bare.toUpperCase()}/`,
    `/${bare.replaceAll('/', '%2f')}/`,
    `/${bare.replaceAll('/', '%252f')}/`,
    `/${bare.replaceAll('/', '\\')}`,
    `/${bare}%00`,
    `/${bare}/%2e`,
    `/${bare}/;.css`,
    `/${bare}/?x=/sign-in`,
    `/${bare}/index.html%20`,
    `/${bare}/.git/HEAD`,
    '/.env',
    '/build.json',
    '/_redirects',
  ];
}

/** What the build says of itself; undefined when it is not as this program knows it. */
function portalOf(files: readonly BuiltFile[]): PortalJson | undefined {
  const file = files.find(({ path }) => path === fileUrl(DATA_FILES.portal));
  try {
    return file && portalJson.parse(JSON.parse(Buffer.from(file.text, 'latin1').toString()));
  } catch {
    return undefined;
  }
}

/** The files that strangers may have: those the build names, each with the name that its content has. */
function filesOfLook(files: readonly BuiltFile[], portal: PortalJson | undefined): string[] {
  const { logo, logoDark, icon, colours } = portal?.brand ?? {};
  const named = [logo?.file, logoDark?.file, icon?.file, colours].flatMap((path) =>
    path === undefined ? [] : [fileUrl(path)],
  );
  const isWhole = ({ path, text }: BuiltFile) => {
    const hash = createHash('sha256').update(text, 'latin1').digest('hex');
    return named.includes(path) && path.startsWith(`/brand/${hash}.`);
  };
  return files.filter(isWhole).map(({ path }) => path);
}

interface Judged {
  readonly origin: string;
  readonly addresses: ReadonlySet<string>;
  readonly secrets: readonly string[];
}

function problemOf(
  response: RawResponse,
  { target }: RawRequest,
  judged: Judged,
): string | undefined {
  const { status, headers, body } = response;
  if (status === 0) return `no response: ${body}`;
  if (status < 300 || status === 304) return `answered ${status}`;
  const everything = `${[...headers].join('\n')}\n${body}`;
  const secret = judged.secrets.find((words) => everything.includes(words));
  if (secret !== undefined) return `the response holds “${secret}” from the build`;
  for (const name of ['etag', 'last-modified', 'content-range', 'accept-ranges']) {
    if (headers.has(name)) return `the response tells ${name}`;
  }
  const location = headers.get('location');
  if (location === null) return undefined;
  const to = URL.parse(location, new URL(target.replace(/^\/+/, '/'), judged.origin).href);
  const isInside = to?.origin === judged.origin && judged.addresses.has(to.pathname);
  return isInside ? `it leads on to ${to.pathname}` : undefined;
}

/** What is there and what is not must look alike, or the gate says which is which. */
async function compareWithNothing(origin: string, page: string): Promise<Leak[]> {
  const outline = async (target: string) => {
    const { status, headers } = await sendRequest(origin, { method: 'GET', target, headers: {} });
    const location = headers.get('location')?.replace(encodeURIComponent(target), '');
    return `${status} ${location ?? ''} ${[...headers.keys()].sort().join(',')}`;
  };
  const nothing = page.replace(/[^/]+\/$/, 'no-such-page-here/');
  const differs = (await outline(page)) !== (await outline(nothing));
  return differs ? [{ request: `GET ${page}`, problem: `responds otherwise than ${nothing}` }] : [];
}

/** Words that only somebody who has read the build can know: titles and whole lines of text. */
function secretsOf(files: readonly BuiltFile[]): string[] {
  const words = files.flatMap(({ path, text }) => {
    if (path.endsWith('.html')) {
      return [...text.matchAll(/<(?:title|h1|h2)[^>]*>([^<]{8,})</g)].map(([, title]) => title);
    }
    if (path.endsWith('.md')) return text.split('\n').filter((line) => line.length > 40);
    return [];
  });
  return [...new Set(words)].filter((word) => word !== undefined);
}
