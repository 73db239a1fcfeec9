/** Runs for programs: which there are, one of them, and a new one. */
import { runApiUrl } from '../../../../schemas/addresses.ts';
import {
  noQuery,
  runAnswer,
  runsAnswer,
  runsQuery,
  startRequest,
} from '../../../../schemas/work-api.ts';
import { loadRun } from '../../../workspace/act.ts';
import type { Asker } from '../../../workspace/asker.ts';
import { type RunView, viewRun } from '../../../workspace/run-view.ts';
import { searchedWords } from '../../../workspace/run-words.ts';
import { startRun } from '../../../workspace/start-run.ts';
import type { StoredRun } from '../../../workspace/store.ts';
import { isNotModified } from '../../http/headers.ts';
import { momentOf, type WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint, runIdOf } from './endpoint.ts';

export function runEndpoints(services: WorkServices): readonly Endpoint[] {
  const { store, publication, clock, newId } = services;

  const list = endpoint(
    services,
    {
      id: 'listRuns',
      method: 'get',
      path: '/runs',
      summary: 'Lists runs, the newest first.',
      needs: 'see',
      query: runsQuery,
      answer: { status: 200, schema: runsAnswer },
      problems: [],
    },
    async (c, { asker, query: { q = '', ...asked } }) => {
      const { status, type, limit, cursor } = asked;
      const words = searchedWords(q);
      const page = await store.listRuns({
        limit,
        words,
        ...(status !== undefined && { status }),
        ...(type !== undefined && { type }),
        ...(cursor !== undefined && { cursor }),
      });
      const at = momentOf(clock);
      const items = page.runs.map((stored) => rowOf(viewRun(asker, stored, at)));
      const next = page.cursor !== undefined && nextPage(c.req.url, 'cursor', page.cursor);
      return c.json({ schemaVersion: 1, items, ...(next && { next }) });
    },
  );

  const start = endpoint(
    services,
    {
      id: 'startRun',
      method: 'post',
      path: '/runs',
      summary: 'Starts a run of a workflow for a date.',
      needs: 'start-run',
      query: noQuery,
      body: startRequest,
      isCommand: true,
      answer: {
        status: 201,
        schema: runAnswer,
        headers: { Location: 'Address of the run.', ETag: 'Its version.' },
      },
      problems: ['not-found', 'exists', 'busy'],
    },
    async (c, { asker, body: request, commandId }) => {
      const at = momentOf(clock);
      const id = newId('r');
      const started = await startRun(store, await publication(), asker, {
        id,
        commandId,
        // Absent keys are absent, which the compiler cannot see of what was checked.
        request: request as Parameters<typeof startRun>[3]['request'],
        at,
      });
      c.header('Location', runApiUrl(started));
      c.header('ETag', entityTagOf(started));
      return c.json(answerOf(services, asker, started), 201);
    },
  );

  const show = endpoint(
    services,
    {
      id: 'showRun',
      method: 'get',
      path: '/runs/{id}',
      summary: 'One run, with what each task lacks and where it stands now.',
      needs: 'see',
      query: noQuery,
      headers: {
        'If-None-Match': 'Version that is known: nothing is sent unless something happened since.',
      },
      answer: { status: 200, schema: runAnswer, headers: { ETag: 'Its version.' } },
      problems: ['not-found'],
    },
    async (c, { asker }) => {
      const stored = await loadRun(store, runIdOf(c));
      const tag = entityTagOf(stored);
      c.header('ETag', tag);
      if (isNotModified(c.req.header('If-None-Match') ?? null, tag)) return c.body(null, 304);
      return c.json(answerOf(services, asker, stored));
    },
  );

  return [list, start, show];
}

export function entityTagOf({ version }: Pick<StoredRun, 'version'>): string {
  return `"v${version}"`;
}

/** A run as its asker may see it now. */
export function answerOf({ clock }: WorkServices, asker: Asker, stored: StoredRun) {
  const { queue: _, ...view } = viewRun(asker, stored, momentOf(clock));
  return { schemaVersion: 1, ...view };
}

/** Address of the page of the same list that begins at another place. */
export function nextPage(url: string, parameter: string, value: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set(parameter, value);
  return `${pathname}?${searchParams}`;
}

function rowOf({ id, version, run, summary }: RunView) {
  const { title, templateType: type, anchorDate: anchor, for: values, startedAt } = run;
  return {
    id,
    version,
    title,
    type,
    anchor,
    ...(values && { for: values }),
    ...(startedAt !== undefined && { startedAt }),
    summary,
  };
}
