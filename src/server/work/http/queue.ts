/** What to do next over all live runs, for programs. */
import { Temporal } from 'temporal-polyfill';
import { queueAnswer, queueQuery } from '../../../../schemas/work-api.ts';
import type { Asker } from '../../../workspace/asker.ts';
import { type TodayRow, today } from '../../../workspace/today.ts';
import { momentOf, type WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

export function queueEndpoints(services: WorkServices): readonly Endpoint[] {
  const { store, clock } = services;
  const queue = endpoint(
    services,
    {
      id: 'showQueue',
      method: 'get',
      path: '/queue',
      summary: 'Open tasks over all live runs, most urgent first.',
      needs: 'see',
      query: queueQuery,
      answer: { status: 200, schema: queueAnswer },
      problems: [],
    },
    async (c, { asker, query: { who, on, state, limit } }) => {
      const { day, sections } = await today(store, asker, {
        at: momentOn(asker, on, momentOf(clock)),
        who: who === 'me' || who === 'all' ? who : { role: who.slice('role:'.length) },
        limit,
        ...(state !== undefined && { states: [state] }),
      });
      const totals = Object.fromEntries(sections.map((each) => [each.state, each.total]));
      const items = sections.flatMap(({ rows }) => rows.map(itemOf)).slice(0, limit);
      return c.json({ schemaVersion: 1, day, totals, items });
    },
  );
  return [queue];
}

/** The present moment; of another day than the asker's, the moment it begins for them. */
function momentOn({ timeZone }: Asker, on: string | undefined, now: string): string {
  if (on === undefined) return now;
  const present = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate();
  if (present.toString() === on) return now;
  return Temporal.PlainDate.from(on).toZonedDateTime(timeZone).toInstant().toString();
}

function itemOf({ runId, version, run: { title, templateType }, ...item }: TodayRow) {
  return { runId, version, title, type: templateType, ...item };
}
