/**
 * The workspace for programs: JSON under `/api/work/`, behind the gate. The same commands as the
 * pages, on the same road.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { act } from '../../../workspace/act.ts';
import { Problem } from '../../../workspace/problem.ts';
import { startRun } from '../../../workspace/start-run.ts';
import type { GateEnvironment } from '../../http/handler-environment.ts';
import { askerOf } from '../asker-of.ts';
import { momentOf, type WorkServices } from '../work-services.ts';
import { problemResponse } from './problem-details.ts';

export function workApi(services: WorkServices): Hono<GateEnvironment> {
  const { store, publication, clock, newId } = services;
  const api = new Hono<GateEnvironment>();

  api.onError((error) => {
    if (error instanceof Problem) return problemResponse(error);
    throw error;
  });

  api.post('/runs', async (c) => {
    const asker = await askerOf(c, services);
    const request = startRequest.parse(await c.req.json());
    const commandId = c.req.header('Idempotency-Key') ?? newId('c');
    const at = momentOf(clock);
    const started = await startRun(store, await publication(), asker, {
      id: newId('r'),
      commandId,
      request,
      at,
    });
    return c.json(started, 201, { Location: `/api/work/runs/${started.id}` });
  });

  api.post('/runs/:id/events', async (c) => {
    const asker = await askerOf(c, services);
    const commandId = c.req.header('Idempotency-Key') ?? newId('c');
    const event = z.looseObject({ type: z.string() }).parse(await c.req.json());
    const runId = c.req.param('id');
    return c.json(await act(store, asker, { runId, commandId, event, at: momentOf(clock) }));
  });

  return api;
}

const startRequest = z.strictObject({ type: z.string(), anchor: z.string() });
