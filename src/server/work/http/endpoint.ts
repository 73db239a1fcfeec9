/**
 * One route of the API as data: what it is asked, what it gives back, who may ask. The routes are
 * mounted, and the OpenAPI document and its tests are made, from the same list.
 */
import type { z } from 'zod';
import { type PROBLEM_CODES, RUN_ID } from '../../../../schemas/work-api.ts';
import { type Asker, demand } from '../../../workspace/asker.ts';
import { demandBounded } from '../../../workspace/bounded.ts';
import { Problem } from '../../../workspace/problem.ts';
import type { Command } from '../../../workspace/roles.ts';
import type { RequestContext } from '../../http/handler-environment.ts';
import type { WorkServices } from '../work-services.ts';
import { checkRequest, readCommandId, readJson, readQuery } from './read-request.ts';

/** What is known of every route. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below the API, with parameters as `{id}`. */
  readonly path: string;
  readonly summary: string;
  /** What the asker has to be allowed before anything is looked at; events are judged by themselves. */
  readonly needs: Command;
  readonly query: z.ZodType;
  /** JSON that is sent. */
  readonly body?: z.ZodType;
  /** A file is sent: its bytes, or a form with it. */
  readonly isUpload?: true;
  /** A run is changed: the command has a key. */
  readonly isCommand?: true;
  /** Request headers beside that, name → what for. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer: {
    readonly status: 200 | 201;
    readonly type?: string;
    readonly schema: z.ZodType;
    /** Response headers, name → what for. */
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** What can be wrong, beside what can be with every route. */
  readonly problems: readonly (typeof PROBLEM_CODES)[number][];
}

export interface Endpoint extends Operation {
  readonly handle: (c: RequestContext, whoAsks: () => Promise<Asker>) => Promise<Response>;
}

interface Asked<Query, Body> {
  readonly asker: Asker;
  /** Who it is by now. @throws Problem `forbidden` once they may not ask any more. */
  readonly again: () => Promise<Asker>;
  readonly query: Query;
  readonly body: Body;
  readonly commandId: string;
}

interface Definition<Query, Body> extends Operation {
  readonly query: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** What the body has to be before the rules of runs judge it; by default, what it is said to be. */
  readonly bodyCheck?: z.ZodType<Body>;
}

/** A route, with what it is asked read and checked before `handle` sees it. */
export function endpoint<Query, Body = undefined>(
  { newId }: Pick<WorkServices, 'newId'>,
  { bodyCheck, ...operation }: Definition<Query, Body>,
  handle: (c: RequestContext, asked: Asked<Query, Body>) => Promise<Response>,
): Endpoint {
  const { needs, query, body, isCommand } = operation;
  const check = bodyCheck ?? body;
  return {
    ...operation,
    async handle(c, whoAsks) {
      const asker = await whoAsks();
      demand(asker, needs);
      demandBounded(c.req.param());
      const asked = {
        asker,
        async again() {
          const isStillIn = (await c.get('refresh')?.()) ?? true;
          if (!isStillIn) throw new Problem('forbidden', 'Sign in again.');
          return whoAsks();
        },
        query: readQuery(c.req, query),
        commandId: (isCommand && readCommandId(c.req)) ?? newId('c'),
        // Undefined of a route that takes none, as its type says.
        body: (check && checkRequest(check, await readJson(c.req))) as Body,
      };
      return handle(c, asked);
    },
  };
}

/** As Hono writes it. */
export function routeOf({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** The run that the address names. @throws Problem `not-found` for what no run is called. */
export function runIdOf(c: RequestContext): string {
  const id = c.req.param('id') ?? '';
  if (RUN_ID.test(id)) return id;
  throw new Problem('not-found', `There is no run \`${id.slice(0, 60)}\`.`);
}
