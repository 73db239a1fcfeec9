/**
 * The workspace for programs: JSON below `/api/work`, behind the gate. The same commands as the
 * pages, on the same road.
 */
import { Hono } from 'hono';
import type { Asker } from '../../../workspace/asker.ts';
import { Problem } from '../../../workspace/problem.ts';
import type { GateEnvironment, RequestContext } from '../../http/handler-environment.ts';
import type { WorkServices } from '../work-services.ts';
import { attachmentEndpoints } from './attachments.ts';
import { type Endpoint, routeOf } from './endpoint.ts';
import { eventEndpoints } from './events.ts';
import { exportEndpoints } from './exports.ts';
import { openApiEndpoint } from './open-api.ts';
import { HttpProblem, workProblemResponse } from './problem-details.ts';
import { queueEndpoints } from './queue.ts';
import { runEndpoints } from './runs.ts';
import { scheduleEndpoints } from './schedule-routes.ts';
import { streamEndpoints } from './stream.ts';
import { workflowEndpoints } from './workflows.ts';

/** Every route there is, as data. @param stopping ends what would go on forever */
export function workEndpoints(
  services: WorkServices,
  stopping: AbortSignal = NEVER,
): readonly Endpoint[] {
  const endpoints = [
    ...runEndpoints(services),
    ...eventEndpoints(services),
    ...attachmentEndpoints(services),
    ...queueEndpoints(services),
    ...workflowEndpoints(services),
    ...exportEndpoints(services),
    ...scheduleEndpoints(services),
    ...streamEndpoints(services, stopping),
  ];
  return [...endpoints, openApiEndpoint(services, endpoints)];
}

/** @param whoAsks from what the gate found out, or from the command line */
export function workApi(
  services: WorkServices,
  whoAsks: (c: RequestContext) => Promise<Asker>,
  stopping?: AbortSignal,
): Hono<GateEnvironment> {
  const api = new Hono<GateEnvironment>();
  api.onError((error) => {
    if (error instanceof Problem || error instanceof HttpProblem) return workProblemResponse(error);
    throw error;
  });
  const byRoute = Map.groupBy(workEndpoints(services, stopping), routeOf);
  for (const [route, endpoints] of byRoute) {
    for (const { method, handle } of endpoints) {
      api.on(method.toUpperCase(), route, (c) => handle(c, () => whoAsks(c)));
    }
    api.all(route, () => {
      throw new HttpProblem('method-not-allowed', 'This cannot be done here.', {
        Allow: endpoints.map(allowed).join(', '),
      });
    });
  }
  api.all('*', () => {
    throw new Problem('not-found', 'There is nothing at this address.');
  });
  return api;
}

function allowed({ method }: Endpoint): string {
  return method === 'get' ? 'GET, HEAD' : method.toUpperCase();
}

const NEVER = new AbortController().signal;
