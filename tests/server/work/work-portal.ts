/** The whole server over a small workspace, with somebody of every role, and tokens of every kind. */
import { onTestFinished } from 'vitest';
import { WORK_ROLES, type WorkRole } from '../../../schemas/work-roles.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import type { AuditEvent } from '../../../src/server/audit.ts';
import { migrateDatabase, openDatabase } from '../../../src/server/database/open-database.ts';
import { openStaticFiles } from '../../../src/server/files/static-files.ts';
import { createApp } from '../../../src/server/http/app.ts';
import { openAuth } from '../../../src/server/identity/auth.ts';
import { openPasswordHashing } from '../../../src/server/identity/password-hash.ts';
import type { NewToken } from '../../../src/server/identity/tokens.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { openWork } from '../../../src/server/work/open-work.ts';
import { hashCost, makeFolder, secret } from '../portal-fixture.ts';
import { read, type Sent } from './api-fixture.ts';
import { smallDist } from './small-dist.ts';

const ORIGIN = 'http://127.0.0.1:4321';
const PASSWORD = 'three blind mice run';

export async function openWorkPortal(
  templates: readonly WorkflowTemplate[],
  now: string,
  /** Of a PostgreSQL database; else one in a file. */
  databaseUrl?: string,
  /** Of the build, besides the workflows. */
  published: Readonly<Record<string, string>> = {},
) {
  const data = makeFolder();
  const dist = makeFolder({ ...smallDist(templates), ...published });
  await migrateDatabase({ data, databaseUrl });
  const connection = await openDatabase({ data, databaseUrl });
  onTestFinished(() => connection.close());
  const clock = () => Date.parse(now);
  const auth = await openAuth({ db: connection.db, origin: ORIGIN, secret, hashCost, clock });
  const blobs = openDiskBlobs(`${data}/files`);
  const people = async () => new Map<string, string>();
  const work = await openWork({ connection, blobs, dist, clock, people });
  const files = await openStaticFiles(dist);
  const events: AuditEvent[] = [];
  const audit = (event: AuditEvent) => void events.push(event);
  const app = createApp({ auth, files, origin: ORIGIN, clock, work, audit });
  await addPeople();

  async function addPeople() {
    const passwordHash = await openPasswordHashing(hashCost).hash(PASSWORD);
    const accounts = WORK_ROLES.map((role) => ({
      ...{ email: `${role}@example.org`, role, passwordHash },
      disabled: false,
      mustChangePassword: false,
    }));
    await auth.accounts.import({ version: 1, accounts });
  }

  const own = { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' };

  /** Headers of a browser in which somebody of this role is signed in. */
  async function signIn(role: WorkRole): Promise<Record<string, string>> {
    const body = new URLSearchParams({ email: `${role}@example.org`, password: PASSWORD });
    const response = await app.request(`${ORIGIN}/sign-in`, { method: 'POST', body, headers: own });
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return { ...own, Cookie: cookies.join('; ') };
  }

  async function bear(token: Pick<NewToken, 'scopes' | 'kind'>): Promise<Record<string, string>> {
    const secret = await auth.tokens.create({ name: 'token', lifetimeMs: 86_400_000, ...token });
    return { Authorization: `Bearer ${secret}` };
  }

  async function send(
    line: string,
    { headers = {}, json, body }: Pick<Sent, 'headers' | 'json' | 'body'> = {},
  ) {
    const [method = '', path = ''] = line.split(' ');
    const response = await app.request(ORIGIN + path, {
      method,
      headers: { ...(json !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body }),
    });
    // A stream has no end to wait for.
    if (!/event-stream/.test(response.headers.get('Content-Type') ?? '')) return read(response);
    await response.body?.cancel();
    return { status: response.status, headers: response.headers, text: '', json: undefined };
  }

  return { app, auth, work, connection, events, own, signIn, bear, send };
}
