/** The workspace over a database and the build that is served. */
import type { Hono } from 'hono';
import { PAGES } from '../../../schemas/addresses.ts';
import type { Blobs } from '../../workspace/blobs.ts';
import type { Connection } from '../database/connection.ts';
import type { GateEnvironment } from '../http/handler-environment.ts';
import { askerOf } from './asker-of.ts';
import { workApi } from './http/work-api.ts';
import { workPages } from './pages/work-pages.ts';
import { openPublication } from './publication.ts';
import { openStore } from './store/kysely-store.ts';
import { newId, type WorkServices } from './work-services.ts';

export interface Work {
  readonly services: WorkServices;
  /** Below `/api/work`. */
  readonly api: Hono<GateEnvironment>;
  /** Below `/work`. */
  readonly pages: Hono<GateEnvironment>;
  /** Where people begin: Today, or the first page of the documents. */
  firstPage(): Promise<string>;
  /** Ends what would go on as long as somebody listens. */
  stop(): void;
}

export interface WorkOptions {
  readonly connection: Connection;
  readonly blobs: Blobs;
  /** Folder of the build. */
  readonly dist: string;
  readonly clock: () => number;
  readonly people: WorkServices['people'];
}

export async function openWork({
  connection,
  blobs,
  dist,
  clock,
  people,
}: WorkOptions): Promise<Work> {
  const publication = openPublication(dist);
  const services: WorkServices = {
    store: openStore(connection),
    blobs,
    publication,
    clock,
    newId,
    people,
  };
  const stopping = new AbortController();
  return {
    services,
    api: workApi(services, (c) => askerOf(c, services), stopping.signal),
    pages: workPages(services, dist),
    firstPage: async () => {
      const { home, templates } = await publication();
      return home === 'work' && templates.length > 0 ? PAGES.work : PAGES.home;
    },
    stop: () => stopping.abort(),
  };
}
