/** All that the asker may see of runs, to be kept elsewhere: as JSON lines, and as a table. */
import { z } from 'zod';
import { exportQuery } from '../../../../schemas/work-api.ts';
import { formatCsv } from '../../../workflow/plan/formats/plan-csv.ts';
import type { Asker } from '../../../workspace/asker.ts';
import { viewRun } from '../../../workspace/run-view.ts';
import { seenEvents } from '../../../workspace/seen-run.ts';
import type { Store, StoredRun } from '../../../workspace/store.ts';
import { momentOf, type WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

type Filter = z.infer<typeof exportQuery>;

export function exportEndpoints(services: WorkServices): readonly Endpoint[] {
  const { store, clock } = services;

  const lines = endpoint(
    services,
    {
      id: 'exportRuns',
      method: 'get',
      path: '/export',
      summary: 'Gives every run with its history, one a line, behind a line that names the format.',
      needs: 'see',
      query: exportQuery,
      answer: { status: 200, type: 'application/x-ndjson', schema: z.string() },
      problems: [],
    },
    async (_, { asker, query }) =>
      stream('application/x-ndjson', 'runs.jsonl', linesOf(store, asker, query, momentOf(clock))),
  );

  const table = endpoint(
    services,
    {
      id: 'exportTable',
      method: 'get',
      path: '/runs.csv',
      summary: 'Gives every run as a row of a table: where it stands, and what is due next.',
      needs: 'see',
      query: exportQuery,
      answer: { status: 200, type: 'text/csv', schema: z.string() },
      problems: [],
    },
    async (_, { asker, query }) =>
      stream('text/csv; charset=utf-8', 'runs.csv', rowsOf(store, asker, query, momentOf(clock))),
  );

  return [lines, table];
}

async function* linesOf(
  store: Store,
  asker: Asker,
  filter: Filter,
  at: string,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ schemaVersion: 1 })}\n`;
  for await (const stored of eachRun(store, filter)) {
    const { id, version, run } = viewRun(asker, stored, at);
    const events = await store.history(id, -1, Number.MAX_SAFE_INTEGER);
    const history = seenEvents(asker, stored.run, events).map(({ sequence: _, ...entry }) => entry);
    yield `${JSON.stringify({ id, version, run, history })}\n`;
  }
}

const COLUMNS =
  'id,title,type,anchor,for,status,stage,closed,tasks,nextDue,risks,startedAt,version'.split(',');

async function* rowsOf(
  store: Store,
  asker: Asker,
  filter: Filter,
  at: string,
): AsyncGenerator<string> {
  yield formatCsv([COLUMNS]);
  for await (const stored of eachRun(store, filter)) {
    const { id, version, run, summary } = viewRun(asker, stored, at);
    const { status, stage, progress, nextDue, risks } = summary;
    const cells = [
      id,
      run.title,
      run.templateType,
      run.anchorDate,
      Object.values(run.for ?? {}).join(', '),
      status,
      stage,
      progress.closed,
      progress.total,
      nextDue?.date ?? '',
      risks.length,
      run.startedAt ?? '',
      version,
    ];
    yield formatCsv([cells.map(String)]);
  }
}

/** The newest first; a page of them at a time is in memory. */
async function* eachRun(store: Store, filter: Filter): AsyncGenerator<StoredRun> {
  let cursor: string | undefined;
  do {
    const page = await store.listRuns({
      ...(filter.status !== undefined && { status: filter.status }),
      ...(filter.type !== undefined && { type: filter.type }),
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    yield* page.runs;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

function stream(type: string, name: string, texts: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { value, done } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
  return new Response(bytes, {
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` },
  });
}

const PAGE = 100;
