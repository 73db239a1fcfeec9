/** Schedules for programs: what they do, what is caught up on, what workflows run for, who holds roles. */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { noQuery } from '../../../../schemas/work-api.ts';
import {
  catchUpAnswer,
  catchUpRequest,
  registerAnswer,
  registeredValue,
  roleHolding,
  rolesAnswer,
  schedulesAnswer,
} from '../../../../schemas/work-schedules.ts';
import type { Asker } from '../../../workspace/asker.ts';
import { catchUpRuns } from '../../../workspace/catch-up.ts';
import { listRegister, removeRegistered, setRegistered } from '../../../workspace/registers.ts';
import {
  addRoleHolder,
  listRoleHolders,
  removeRoleHolder,
} from '../../../workspace/role-holders.ts';
import { dismissNote, viewSchedules } from '../../../workspace/schedules.ts';
import type { RequestContext } from '../../http/handler-environment.ts';
import { momentOf, type WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

export function scheduleEndpoints(services: WorkServices): readonly Endpoint[] {
  return [...scheduling(services), ...registerEndpoints(services), ...roleEndpoints(services)];
}

function scheduling(services: WorkServices): readonly Endpoint[] {
  const { store, publication, clock, newId } = services;

  async function show(c: RequestContext, asker: Asker): Promise<Response> {
    const items = await viewSchedules(store, await publication(), asker, momentOf(clock));
    return c.json({ schemaVersion: 1, items });
  }

  const list = endpoint(
    services,
    {
      id: 'listSchedules',
      method: 'get',
      path: '/schedules',
      summary:
        'Each automatic workflow: when it fires, what it made last, what it left out and why.',
      needs: 'see',
      query: noQuery,
      answer: { status: 200, schema: schedulesAnswer },
      problems: [],
    },
    (c, { asker }) => show(c, asker),
  );

  const catchUp = endpoint(
    services,
    {
      id: 'catchUp',
      method: 'post',
      path: '/catch-up',
      summary: 'Makes the runs of a range of days that are not there. Sent again it makes none.',
      needs: 'catch-up',
      query: noQuery,
      body: catchUpRequest,
      answer: { status: 200, schema: catchUpAnswer },
      problems: [],
    },
    async (c, { asker, body: { from, to, dryRun = false } }) => {
      const caughtUp = await catchUpRuns(store, await publication(), asker, {
        from,
        to,
        dryRun,
        at: momentOf(clock),
        newId,
        pause: setImmediate,
      });
      return c.json({ schemaVersion: 1, ...caughtUp });
    },
  );

  const dismiss = endpoint(
    services,
    {
      id: 'dismissScheduleNote',
      method: 'delete',
      path: '/schedules/notes',
      summary: 'Puts aside what a schedule could not do, named by `?id=`.',
      needs: 'catch-up',
      query: z.strictObject({ id: z.string() }),
      answer: { status: 200, schema: schedulesAnswer },
      problems: ['not-found'],
    },
    async (c, { asker, query: { id } }) => {
      await dismissNote(store, asker, id);
      return show(c, asker);
    },
  );

  return [list, catchUp, dismiss];
}

function registerEndpoints(services: WorkServices): readonly Endpoint[] {
  const { store, publication } = services;
  const path = '/registers/{type}';
  const answer = { status: 200, schema: registerAnswer } as const;

  async function show(c: RequestContext, asker: Asker): Promise<Response> {
    const type = typeOf(c);
    const values = await listRegister(store, await publication(), asker, type);
    return c.json({ schemaVersion: 1, type, items: values.map(({ value }) => value) });
  }

  const list = endpoint(
    services,
    {
      id: 'showRegister',
      method: 'get',
      path,
      summary: 'What a workflow runs for.',
      needs: 'see',
      query: noQuery,
      answer,
      problems: ['not-found'],
    },
    (c, { asker }) => show(c, asker),
  );

  const set = endpoint(
    services,
    {
      id: 'setRegisterValue',
      method: 'put',
      path,
      summary: 'Adds a value that a workflow runs for, or changes what is known of it.',
      needs: 'keep-register',
      query: noQuery,
      body: registeredValue,
      answer,
      problems: [],
    },
    async (c, { asker, body: value }) => {
      await setRegistered(store, await publication(), asker, [{ type: typeOf(c), value }]);
      return show(c, asker);
    },
  );

  const remove = endpoint(
    services,
    {
      id: 'removeRegisterValue',
      method: 'delete',
      path,
      summary: 'Takes a value away, named as `?client=acme`. Its runs stay.',
      needs: 'keep-register',
      query: z.record(z.string(), z.string()),
      answer,
      problems: ['not-found'],
    },
    async (c, { asker, query: values }) => {
      await removeRegistered(store, asker, { type: typeOf(c), for: values });
      return show(c, asker);
    },
  );

  return [list, set, remove];
}

function roleEndpoints(services: WorkServices): readonly Endpoint[] {
  const { store, publication, people } = services;
  const path = '/roles';
  const answer = { status: 200, schema: rolesAnswer } as const;

  async function show(c: RequestContext, asker: Asker): Promise<Response> {
    const items = await listRoleHolders(store, asker, await people());
    return c.json({ schemaVersion: 1, items });
  }

  const list = endpoint(
    services,
    {
      id: 'listRoleHolders',
      method: 'get',
      path,
      summary: 'Who holds the roles of workflows.',
      needs: 'keep-register',
      query: noQuery,
      answer,
      problems: [],
    },
    (c, { asker }) => show(c, asker),
  );

  const add = endpoint(
    services,
    {
      id: 'addRoleHolder',
      method: 'put',
      path,
      summary: 'Gives a role to an account, for all or for one value.',
      needs: 'keep-register',
      query: noQuery,
      body: roleHolding,
      answer,
      problems: ['not-found'],
    },
    async (c, { asker, body: { role, email, value = '' } }) => {
      const holding = { role, email, value, people: await people() };
      await addRoleHolder(store, await publication(), asker, holding);
      return show(c, asker);
    },
  );

  const remove = endpoint(
    services,
    {
      id: 'removeRoleHolder',
      method: 'delete',
      path,
      summary: 'Takes a role away, named as `?role=reviewer&email=ada@example.org`.',
      needs: 'keep-register',
      query: roleHolding,
      answer,
      problems: ['not-found'],
    },
    async (c, { asker, query: { role, email, value = '' } }) => {
      await removeRoleHolder(store, asker, { role, email, value, people: await people() });
      return show(c, asker);
    },
  );

  return [list, add, remove];
}

function typeOf(c: RequestContext): string {
  return c.req.param('type') ?? '';
}
