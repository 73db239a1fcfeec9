/** A small built output, an open portal over it, and a browser that remembers its cookie. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import type { AuditEvent } from '../../src/server/audit.ts';
import type { RequestsPerMinute } from '../../src/server/config/config.ts';
import { openStaticFiles } from '../../src/server/files/static-files.ts';
import { createApp } from '../../src/server/http/app.ts';
import { openAuth } from '../../src/server/identity/auth.ts';
import type { OidcConfig } from '../../src/server/identity/oidc.ts';
import { openPasswordHashing } from '../../src/server/identity/password-hash.ts';

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
}

/** Opens a portal with one account, on a clock that stands still until `advance` moves it. */
export async function openPortal(options: PortalOptions = {}) {
  const { origin = 'http://127.0.0.1:4321', mustChangePassword = false } = options;
  let nowMs = Date.now();
  const dist = makeFolder(options.files ?? builtFiles);
  const data = makeFolder();
  cpSync(await dataWithAccount(mustChangePassword), data, { recursive: true });
  const events: AuditEvent[] = [];
  const auth = await openAuth({
    data,
    origin,
    secret,
    hashCost,
    isServer: true,
    clock: () => nowMs,
    onDatabaseState: (event) => void events.push(event),
    ...(options.oidc && { oidc: options.oidc }),
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
  return { app, auth, data, dist, origin, events, advance, browse: () => new Browser(app, origin) };
}

export const secret = 'a secret of thirty-two characters or more';
const prepared = new Map<boolean, Promise<string>>();
afterAll(async () => {
  for (const data of prepared.values()) rmSync(await data, { recursive: true });
  prepared.clear();
});

/** A closed database with the account, made once a test file: hashing is slow on purpose. */
function dataWithAccount(mustChangePassword: boolean): Promise<string> {
  const known = prepared.get(mustChangePassword);
  if (known !== undefined) return known;
  const made = (async () => {
    const data = mkdtempSync(join(tmpdir(), 'opsbook-'));
    const auth = await openAuth({ data, origin: 'http://127.0.0.1', secret, hashCost });
    const passwordHash = await openPasswordHashing(hashCost).hash(account.password);
    const known = { email: account.email, disabled: false, mustChangePassword, passwordHash };
    auth.accounts.import({ version: 1, accounts: [known] });
    auth.auditQueue.deliver(() => {});
    auth.close();
    return data;
  })();
  prepared.set(mustChangePassword, made);
  return made;
}

type App = ReturnType<typeof createApp>;

/** Sends what a browser sends with its own forms and keeps the cookies it is given. */
export class Browser {
  readonly #app: App;
  readonly #origin: string;
  /** The `Cookie` header of the next request. */
  cookie = '';

  constructor(app: App, origin: string) {
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
