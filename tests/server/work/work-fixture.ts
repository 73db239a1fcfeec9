/** A workspace over an empty database, with workflows of the test and a clock that it sets. */
import { DatabaseSync } from 'node:sqlite';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import {
  type Connection,
  connectPostgres,
  connectSqlite,
} from '../../../src/server/database/connection.ts';
import { migrate } from '../../../src/server/database/migrate.ts';
import { openStore } from '../../../src/server/work/store/kysely-store.ts';
import { newId } from '../../../src/server/work/work-services.ts';
import { type Acted, type Asked, act } from '../../../src/workspace/act.ts';
import type { Asker } from '../../../src/workspace/asker.ts';
import { Problem } from '../../../src/workspace/problem.ts';
import type { Published } from '../../../src/workspace/published.ts';
import { type Started, startRun } from '../../../src/workspace/start-run.ts';
import type { StartRequest, Store } from '../../../src/workspace/store.ts';
import type { Postgres } from '../../support/postgres.ts';

export const NOW = '2026-07-01T09:00:00.000Z';

export const ADA: Asker = {
  actor: { kind: 'person', id: 'ada' },
  role: 'administrator',
  holds: [],
  timeZone: 'UTC',
};

export interface SmallWorkspace extends AsyncDisposable {
  readonly store: Store;
  readonly published: Published;
  start(request: StartRequest, options?: Options): Promise<Started>;
  act(
    runId: string,
    event: Asked,
    options?: Options & { readonly version?: number },
  ): Promise<Acted>;
}

interface Options {
  readonly asker?: Asker;
  readonly at?: string;
  readonly commandId?: string;
}

/** Where the workspaces of a test file are kept, instead of in memory. */
let keptAt: Pick<Postgres, 'createDatabase'> | undefined;

/** Every workspace of the tests that are loaded next is in a database of its own there. */
export function keepWorkIn(postgres: Pick<Postgres, 'createDatabase'>): void {
  keptAt = postgres;
}

/** An empty database with the tables of this version. */
export async function emptyDatabase(): Promise<Connection> {
  const connection = keptAt
    ? connectPostgres(await keptAt.createDatabase())
    : connectSqlite(new DatabaseSync(':memory:'));
  await migrate(connection);
  return connection;
}

export async function smallWorkspace(
  templates: readonly WorkflowTemplate[],
  given?: Connection,
): Promise<SmallWorkspace> {
  const connection = given ?? (await emptyDatabase());
  await migrate(connection);
  const store = openStore(connection);
  const published: Published = {
    templates,
    timeZone: 'UTC',
    title: 'Small',
    home: 'work',
    stepsOf: async () => ({}),
  };
  return {
    store,
    published,
    start: (request, { asker = ADA, at = NOW, commandId = newId('c') } = {}) =>
      startRun(store, published, asker, { id: newId('r'), commandId, request, at }),
    act: (runId, event, { asker = ADA, at = NOW, commandId = newId('c'), version } = {}) =>
      act(store, asker, {
        runId,
        commandId,
        event,
        at,
        ...(version !== undefined && { expectedVersion: version }),
      }),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** Code of the problem that the work ends with; `done` when it ends with none. */
export async function problemOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
