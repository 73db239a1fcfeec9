/** A small built output, an open portal over it, and a browser that remembers its cookie. */
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { sql } from 'kysely';
import { afterAll, onTestFinished } from 'vitest';
import type { AuditEvent } from '../../src/server/audit.ts';
import type { RequestsPerMinute } from '../../src/server/config/config.ts';
import type { Database } from '../../src/server/database/connection.ts';
import {
  type DatabasePlace,
  migrateDatabase,
  openDatabase,
} from '../../src/server/database/open-database.ts';
import { openStaticFiles } from '../../src/server/files/static-files.ts';
import { createApp } from '../../src/server/http/app.ts';
import { type AuthOptions, openAuth } from '../../src/server/identity/auth.ts';
import type { OidcConfig } from '../../src/server/identity/oidc.ts';
import { openPasswordHashing } from '../../src/server/identity/password-hash.ts';
import type { RequiredOf } from '../../src/server/identity/session-debt.ts';
import { freePort } from '../support/free-port.ts';
import type { Postgres } from '../support/postgres.ts';

/** In every file of the fixture, and therefore in no answer to a stranger. */
export const canary = 'heron-4711';

/** What an installation takes a third of a second for, tests do in a few milliseconds. */
export const hashCost = { ln: 10 };

export const account = { email: 'ada@example.org', password: 'three blind mice run' };

export const builtFiles: Readonly<Record<string, string>> = {
  'index.html': `<h1>Home ${canary}</h1>`,
  '404.html': `<h1>Not here ${canary}</h1>`,
  'docs/sop.media.upload/index.html': `<h1>Upload ${canary}</h1>${'<p>step</p>'.repeat(200)}`,
  'docs/sop.media.upload.md': `# Upload ${canary}`,
  'docs/über mich/index.html': `<h1>${canary}</h1>`,
  'docs/old/index.html': `<h1>Moved ${canary}</h1>`,
  'images/0123456789ab.png': `png ${canary}`,
  'images/0123456789ac.svg': `<svg xmlns="http://www.w3.org/2000/svg"><!-- ${canary} --></svg>`,
  'api/registry.json': JSON.stringify({ canary }),
  'api/search/titles.json': JSON.stringify({ canary, titles: 'x'.repeat(2000) }),
  'api/templates/oss.ics': `BEGIN:VCALENDAR\nX-A:${canary}`,
  '_astro/page.Ab12.js': `// ${canary}`,
  '.hidden/notes.txt': canary,
  '.env': canary,
  'favicon.ico': canary,
  'robots.txt': canary,
  healthz: canary,
  'sign-in.css': canary,
  'sign-in/index.html': canary,
  'build.json': JSON.stringify({ canary }),
  _redirects: [
    `# ${canary}`,
    '/docs/old/ /docs/sop.media.upload/ 308',
    '/docs/older/ /docs/sop.media.upload/?from=older#top 308',
    '',
    `/docs/retired/ - 410 This document is retired <${canary}>; see sop.media.upload.`,
  ].join('\n'),
};

export function makeFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

export interface PortalOptions {
  readonly origin?: string;
  readonly mustChangePassword?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly oidc?: OidcConfig;
  readonly requestsPerMinute?: RequestsPerMinute;
  readonly sendsMail?: boolean;
  readonly secondFactorOf?: RequiredOf;
  /** Requests go over a socket of this machine, which decides the origin. */
  readonly onSocket?: boolean;
}

/** Tests of a file run on this one, when it is there. */
let cluster: Pick<Postgres, 'createDatabase'> | undefined;

/** From now on, portals keep their accounts in PostgreSQL. */
export function keepAccountsIn(postgres: Pick<Postgres, 'createDatabase'>): void {
  cluster = postgres;
}

/** Where a portal keeps its accounts: nothing yet, or a copy of what is at `original`. */
export async function newPlace(original?: DatabasePlace): Promise<DatabasePlace> {
  const data = makeFolder();
  if (cluster === undefined) {
    if (original) cpSync(original.data, data, { recursive: true });
    return { data };
  }
  const databaseUrl = await cluster.createDatabase(original?.databaseUrl);
  if (original === undefined) await migrateDatabase({ data, databaseUrl });
  return { data, databaseUrl };
}

/** Who is who at `place`, as a server opens it, or a command beside it. */
export async function openIdentity(
  place: DatabasePlace,
  { isServer = false, ...options }: Partial<Omit<AuthOptions, 'db'>> & { isServer?: boolean } = {},
) {
  const { db, close } = await openDatabase(place, { isServer });
  const auth = await openAuth({
    db,
    origin: 'http://127.0.0.1:4321',
    secret,
    hashCost,
    ...options,
  });
  return { ...auth, db, close };
}

/** Everything that is kept of a portal: its files, and the rows of its tables. */
export async function keptBy({ data, auth }: { data: string; auth: { db: Database } }) {
  const files = readdirSync(data).map((name) => readFileSync(join(data, name), 'latin1'));
  const tables = await auth.db.introspection.getTables();
  const rows = await Promise.all(
    tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(auth.db)),
  );
  return [...files, JSON.stringify(rows)].join('\n');
}

/** Opens a portal with one account, on a clock that stands still until `advance` moves it. */
export async function openPortal(options: PortalOptions = {}) {
  const { mustChangePassword = false, onSocket = false, secondFactorOf } = options;
  const port = onSocket ? await freePort() : 4321;
  const { origin = `http://127.0.0.1:${port}` } = options;
  let nowMs = Date.now();
  const dist = makeFolder(options.files ?? builtFiles);
  const place = await newPlace(await placeWithAccount(mustChangePassword));
  const events: AuditEvent[] = [];
  const auth = await openIdentity(place, {
    origin,
    isServer: true,
    clock: () => nowMs,
    onDatabaseState: (event) => void events.push(event),
    ...(options.oidc && { oidc: options.oidc }),
    ...(options.sendsMail && { sendsMail: true }),
    ...(secondFactorOf && { secondFactorOf }),
  });
  onTestFinished(() => auth.close());
  const audit = (event: AuditEvent) => void events.push(event);
  const app = createApp({
    auth,
    files: await openStaticFiles(dist),
    origin,
    audit,
    clock: () => nowMs,
    ...(options.requestsPerMinute && { requestsPerMinute: options.requestsPerMinute }),
  });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  const now = () => nowMs;
  const reached: Reached = onSocket ? await serve(app, port) : app;
  const browse = () => new Browser(reached, origin);
  return { app, auth, place, data: place.data, dist, origin, events, advance, now, browse };
}

export const secret = 'a secret of thirty-two characters or more';
const prepared = new Map<boolean, Promise<DatabasePlace>>();
afterAll(async () => {
  for (const place of prepared.values()) rmSync((await place).data, { recursive: true });
  prepared.clear();
});

/** A closed database with the account, made once a test file: hashing is slow on purpose. */
function placeWithAccount(mustChangePassword: boolean): Promise<DatabasePlace> {
  const known = prepared.get(mustChangePassword);
  if (known !== undefined) return known;
  const made = (async () => {
    const { databaseUrl } = cluster === undefined ? {} : await newPlace();
    const place = { data: mkdtempSync(join(tmpdir(), 'opsbook-')), databaseUrl };
    const auth = await openIdentity(place);
    const passwordHash = await openPasswordHashing(hashCost).hash(account.password);
    const known = { email: account.email, disabled: false, mustChangePassword, passwordHash };
    await auth.accounts.import({ version: 1, accounts: [known] });
    await auth.auditQueue.deliver(() => {});
    await auth.close();
    return place;
  })();
  prepared.set(mustChangePassword, made);
  return made;
}

type App = ReturnType<typeof createApp>;

/** What takes requests: the app itself, or a socket it listens on. */
interface Reached {
  request(address: string, init: RequestInit): Response | Promise<Response>;
}

async function serve(app: App, port: number): Promise<Reached> {
  const server = createServer(getRequestListener(app.fetch)).listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return { request: (address, init) => fetch(address, { ...init, redirect: 'manual' }) };
}

/** Sends what a browser sends with its own forms and keeps the cookies it is given. */
export class Browser {
  readonly #app: Reached;
  readonly #origin: string;
  /** The `Cookie` header of the next request. */
  cookie = '';

  constructor(app: Reached, origin: string) {
    this.#app = app;
    this.#origin = origin;
  }

  async get(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie !== '') headers.set('Cookie', this.cookie);
    const response = await this.#app.request(this.#origin + path, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('=') + 1);
      const kept = this.cookie.split('; ').filter((each) => each !== '' && !each.startsWith(name));
      this.cookie = (cookie.includes('Max-Age=0') ? kept : [...kept, pair]).join('; ');
    }
    return response;
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    return this.get(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Origin: this.#origin, 'Sec-Fetch-Site': 'same-origin', ...headers },
    });
  }

  signIn(fields: Record<string, string> = {}): Promise<Response> {
    return this.post('/sign-in', { ...account, ...fields });
  }
}
