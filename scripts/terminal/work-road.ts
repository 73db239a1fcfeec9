/**
 * How a command reaches the workspace: over the network with a token, or in the database of this
 * machine as somebody. Both ask the same API, so that both say the same.
 */
import { Hono } from 'hono';
import { WORK_API } from '../../schemas/addresses.ts';
import { WORK_ROLES } from '../../schemas/work-roles.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { isLoopback } from '../../src/server/config/loopback.ts';
import type { Connection } from '../../src/server/database/connection.ts';
import { workApi } from '../../src/server/work/http/work-api.ts';
import { openWork } from '../../src/server/work/open-work.ts';
import type { Asker } from '../../src/workspace/asker.ts';
import type { Terminal } from './terminal.ts';
import { type KeptWork, withKeptWork } from './with-kept-work.ts';

export interface RoadOptions {
  /** E-mail address of the account to act as, in the database of this machine. */
  readonly as?: string;
  /** Address of the portal. */
  readonly url?: string;
}

export interface WorkRequest {
  /** Method and path below the API, such as `GET /runs`. */
  readonly line: string;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WorkAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** @throws UserError when there is no way, or nobody answers on it. */
export function askWorkspace(
  terminal: Terminal,
  { as, url }: RoadOptions,
  request: WorkRequest,
): Promise<WorkAnswer> {
  if ((as === undefined) === (url === undefined)) {
    throw new UserError(
      'Say whose work this is: `--as EMAIL` in the database of this machine, or `--url ADDRESS` with a token in `OPSBOOK_TOKEN`.',
    );
  }
  if (url !== undefined) return askPortal(terminal, url, request);
  return withKeptWork(terminal, (kept) => askDatabase(kept, as ?? '', request));
}

async function askPortal({ env }: Terminal, url: string, request: WorkRequest) {
  const base = portalAddress(url);
  const token = env.OPSBOOK_TOKEN ?? '';
  if (token === '') throw new UserError('Put a token of the portal into `OPSBOOK_TOKEN`.');
  const { path, init } = fetchOptions(request);
  const headers = { ...init.headers, Authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, base), {
    ...init,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    throw new UserError(`Cannot reach \`${base.origin}\`: ${cause}.`);
  });
  return read(response, base.origin);
}

/** A token is shown to nobody on the way. */
function portalAddress(url: string): URL {
  const base = URL.parse(url);
  const isSafe =
    base?.protocol === 'https:' || (base?.protocol === 'http:' && isLoopback(base.hostname));
  if (base && isSafe) return base;
  throw new UserError(
    `\`${url}\` is no address of a portal. Write one with https, such as \`https://ops.example.org\`.`,
  );
}

async function askDatabase({ config, ...kept }: KeptWork, email: string, request: WorkRequest) {
  const { services } = await openWork({
    ...kept,
    dist: config.dist,
    clock: Date.now,
    people: async () => new Map(),
  });
  const asker = await findAsker(kept.connection, email, services);
  const whoAsks = async () => asker;
  const api = new Hono().route(WORK_API, workApi(services, whoAsks));
  const { path, init } = fetchOptions(request);
  return read(await api.request(path, init), 'The workspace');
}

type Services = Awaited<ReturnType<typeof openWork>>['services'];

/** @throws UserError when there is no such account, or it is disabled. */
async function findAsker(
  { db }: Connection,
  email: string,
  { store, publication }: Services,
): Promise<Asker> {
  const account = await db
    .selectFrom('user')
    .select(['id', 'role', 'timeZone', 'disabled'])
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
  if (!account)
    throw new UserError(`There is no account \`${email}\`. See \`opsbook users list\`.`);
  if (account.disabled) throw new UserError(`The account \`${email}\` is disabled.`);
  const { id, role, timeZone } = account;
  const holders = await store.roleHolders();
  return {
    actor: { kind: 'person', id },
    role: WORK_ROLES.find((each) => each === role) ?? 'none',
    holds: holders.filter(({ userId }) => userId === id),
    timeZone: timeZone ?? (await publication()).timeZone,
  };
}

function fetchOptions({ line, json, headers = {} }: WorkRequest) {
  const [method = 'GET', path = ''] = line.split(' ');
  const hasBody = json !== undefined;
  return {
    path: WORK_API + path,
    init: {
      method,
      headers: { ...(hasBody && { 'Content-Type': 'application/json' }), ...headers },
      ...(hasBody && { body: JSON.stringify(json) }),
    },
  };
}

async function read(response: Response, where: string): Promise<WorkAnswer> {
  if (!/json/.test(response.headers.get('Content-Type') ?? '')) {
    throw new UserError(`\`${where}\` does not answer as a portal with a workspace does.`);
  }
  return { status: response.status, json: await response.json() };
}

const TIMEOUT_MS = 60_000;
