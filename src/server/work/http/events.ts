/** What happens to a run, for programs: one event at a time, and all that has happened. */
import { z } from 'zod';
import {
  eventAnswer,
  eventRequest,
  historyAnswer,
  historyQuery,
  noQuery,
} from '../../../../schemas/work-api.ts';
import { act, loadRun } from '../../../workspace/act.ts';
import { Problem } from '../../../workspace/problem.ts';
import { seenEvents, seenRun } from '../../../workspace/seen-run.ts';
import { momentOf, type WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint, runIdOf } from './endpoint.ts';
import { workProblemResponse } from './problem-details.ts';
import { readExpectedVersion } from './read-request.ts';
import { answerOf, entityTagOf, nextPage } from './runs.ts';

export function eventEndpoints(services: WorkServices): readonly Endpoint[] {
  const { store, clock } = services;

  const happen = endpoint(
    services,
    {
      id: 'actOnRun',
      method: 'post',
      path: '/runs/{id}/events',
      summary: 'Lets one event happen to a run.',
      needs: 'see',
      query: noQuery,
      body: eventRequest,
      // The rules of runs say better what is wrong with an event.
      bodyCheck: z.looseObject(
        { type: z.string({ error: 'the type of an event' }) },
        { error: 'a mapping' },
      ),
      isCommand: true,
      headers: {
        'If-Match': 'Version that was seen: refused if the same was changed since.',
      },
      answer: { status: 200, schema: eventAnswer, headers: { ETag: 'Its version.' } },
      problems: ['not-found', 'refused', 'stale', 'busy'],
    },
    async (c, { asker, body: event, commandId }) => {
      const runId = runIdOf(c);
      const expected = readExpectedVersion(c.req);
      try {
        const acted = await act(store, asker, {
          runId,
          commandId,
          event,
          at: momentOf(clock),
          ...(expected !== undefined && { expectedVersion: expected }),
        });
        const { version, effects } = acted;
        c.header('ETag', entityTagOf(acted));
        return c.json({ schemaVersion: 1, version, run: seenRun(asker, acted.run), effects });
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'stale')) throw error;
        const current = await loadRun(store, runId);
        return workProblemResponse(error, { current: answerOf(services, asker, current) });
      }
    },
  );

  const history = endpoint(
    services,
    {
      id: 'listEvents',
      method: 'get',
      path: '/runs/{id}/history',
      summary: 'Everything that happened to a run, the oldest first.',
      needs: 'see',
      query: historyQuery,
      answer: { status: 200, schema: historyAnswer },
      problems: ['not-found'],
    },
    async (c, { asker, query: { after, limit } }) => {
      const { id, run } = await loadRun(store, runIdOf(c));
      const events = await store.history(id, after, limit + 1);
      const page = seenEvents(asker, run, events.slice(0, limit));
      const last = page.at(-1);
      const next =
        events.length > limit && last && nextPage(c.req.url, 'after', String(last.number));
      const items = page.map(({ runId: _, ...entry }) => entry);
      return c.json({ schemaVersion: 1, items, ...(next && { next }) });
    },
  );

  return [happen, history];
}
