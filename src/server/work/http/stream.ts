/**
 * What happens to runs, told as it happens (server-sent events, HTML standard 9.2): only which run
 * and which tasks, so that whoever listens asks for what they may see.
 */
import { z } from 'zod';
import { noQuery } from '../../../../schemas/work-api.ts';
import { type Asker, demand } from '../../../workspace/asker.ts';
import { Problem } from '../../../workspace/problem.ts';
import type { StoredEvent } from '../../../workspace/store.ts';
import type { WorkServices } from '../work-services.ts';
import { openChanges } from './changes.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { HttpProblem } from './problem-details.ts';

export function streamEndpoints(
  services: WorkServices,
  stopping: AbortSignal,
): readonly Endpoint[] {
  const { store } = services;
  const changes = openChanges(store);
  const listening = new Map<string, number>();

  const stream = endpoint(
    services,
    {
      id: 'streamChanges',
      method: 'get',
      path: '/stream',
      summary:
        'Tells which runs and tasks change, as server-sent events, until the asker may not listen any more.',
      needs: 'see',
      query: noQuery,
      headers: { 'Last-Event-ID': 'Goes on after this event; without it, from now on.' },
      answer: { status: 200, type: 'text/event-stream', schema: z.string() },
      problems: ['too-many-requests'],
    },
    async (c, { asker, again }) => {
      const last = await store.lastSequence();
      const from = Math.min(readLastEventId(c.req.header('Last-Event-ID')) ?? last, last);
      const headers = {
        'Content-Type': 'text/event-stream',
        // Proxies that collect an answer would keep all of it.
        'X-Accel-Buffering': 'no',
      };
      if (c.req.method === 'HEAD') return c.body(null, 200, headers);
      const leave = enter(asker);
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, stopping]);
      const lines = tell(from, { signal, again });
      const encoder = new TextEncoder();
      const end = () => {
        gone.abort();
        leave();
      };
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            // Whoever is cut off because the store cannot be read comes again, and is told then.
            const { value } = await lines.next().catch(() => ({ value: undefined }));
            if (value !== undefined) return controller.enqueue(encoder.encode(value));
            end();
            controller.close();
          },
          cancel: end,
        },
        { highWaterMark: 0 },
      );
      return c.body(body, 200, headers);
    },
  );

  async function* tell(
    from: number,
    { signal, again }: { readonly signal: AbortSignal; readonly again: () => Promise<Asker> },
  ): AsyncGenerator<string> {
    let sequence = from;
    yield `retry: ${RETRY_MS}\n\n`;
    while (!signal.aborted) {
      await changes.wait(sequence, { timeoutMs: HEARTBEAT_MS, signal });
      if (signal.aborted || !(await mayListen(again))) return;
      const events = await store.eventsAfter(sequence, MAX_AT_ONCE);
      sequence = events.at(-1)?.sequence ?? sequence;
      yield events.length === 0 ? ': nothing new\n\n' : events.map(messageOf).join('');
    }
  }

  /** @throws HttpProblem when the asker listens too often. */
  function enter({ actor }: Asker): () => void {
    const who = `${actor.kind}:${actor.id}`;
    const count = listening.get(who) ?? 0;
    if (count >= MAX_LISTENING) {
      const sentence = `You listen ${count} times already. Close one of them first.`;
      throw new HttpProblem('too-many-requests', sentence, { 'Retry-After': '30' });
    }
    listening.set(who, count + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const left = (listening.get(who) ?? 1) - 1;
      if (left === 0) listening.delete(who);
      else listening.set(who, left);
    };
  }

  return [stream];
}

async function mayListen(again: () => Promise<Asker>): Promise<boolean> {
  try {
    demand(await again(), 'see');
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

function messageOf({ sequence, runId, number: version, event, effects }: StoredEvent): string {
  const touched = [event, ...effects].flatMap((each) =>
    'refId' in each && typeof each.refId === 'string' ? each.refId : [],
  );
  const data = JSON.stringify({ runId, version, tasks: [...new Set(touched)] });
  return `id: ${sequence}\ndata: ${data}\n\n`;
}

/** @throws Problem `invalid` for what no event has. */
function readLastEventId(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (/^\d{1,15}$/.test(header)) return Number(header);
  throw new Problem('invalid', '`Last-Event-ID` has to be the id of an event of this stream.', {
    field: 'Last-Event-ID',
  });
}

/** Tabs of a person, workers of a program. */
const MAX_LISTENING = 20;
const MAX_AT_ONCE = 200;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2000;
