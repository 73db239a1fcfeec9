/** Ways to run a workflow, one contract: the library alone, the example engine, the workspace over a database. */
import { join } from 'node:path';
import type {
  HistoryEntry,
  PlanRequest,
  Run,
  RunEvent,
  Transition,
  WorkflowTemplate,
} from 'opsbook/workflow';
import { planWorkflow, transition } from 'opsbook/workflow';
import { onTestFinished } from 'vitest';
import { Engine } from '../../examples/engine/engine.ts';
import type { Connection } from '../../src/server/database/connection.ts';
import { Problem } from '../../src/workspace/problem.ts';
import { smallApi } from '../server/work/api-fixture.ts';
import { ADA, smallWorkspace } from '../server/work/work-fixture.ts';
import { temporaryFolder } from '../support/content.ts';

/** What an operator works at: one run of one template. */
export interface Desk {
  send(event: RunEvent): Transition | Promise<Transition>;
  /** With its history. */
  run(): Run | Promise<Run>;
}

type OpenDesk = (template: WorkflowTemplate, request: PlanRequest) => Desk | Promise<Desk>;

export const DESKS: readonly (readonly [string, OpenDesk])[] = [
  ['the library', openLibraryDesk],
  ['the engine', openEngineDesk],
  ['the workspace', (...asked) => openStoreDesk(...asked)],
  ['the API', openApiDesk],
];

export const STARTED_AT = '2026-06-15T08:00:00Z';

export function openEngine(templates: readonly WorkflowTemplate[]): Engine {
  const engine = new Engine(join(temporaryFolder(), 'work.db'));
  onTestFinished(() => engine.close());
  engine.seed(templates);
  return engine;
}

function openLibraryDesk(template: WorkflowTemplate, request: PlanRequest): Desk {
  let run: Run = { ...planWorkflow(template, request), startedAt: STARTED_AT };
  return {
    run: () => run,
    send(event) {
      const outcome = transition(run, event);
      if ('run' in outcome) run = outcome.run;
      return outcome;
    },
  };
}

function openEngineDesk(template: WorkflowTemplate, request: PlanRequest): Desk {
  const engine = openEngine([template]);
  const id = engine.start(template.type, request, STARTED_AT);
  return { run: () => engine.run(id), send: (event) => engine.send(id, event) };
}

export async function openStoreDesk(
  template: WorkflowTemplate,
  { anchor, title, inputs }: PlanRequest,
  connection?: Connection,
): Promise<Desk> {
  const work = await smallWorkspace([template], connection);
  onTestFinished(() => work[Symbol.asyncDispose]());
  const request = {
    type: template.type,
    anchor,
    ...(title !== undefined && { title }),
    ...(inputs && { inputs }),
  };
  const { id } = await work.start(request, { at: STARTED_AT });
  const run = async () => {
    const stored = await work.store.load(id);
    if (!stored) throw new Error('The run is gone.');
    const history = await work.store.history(id, 0, 1000);
    return { ...stored.run, history } as Run;
  };
  return {
    run,
    async send({ at, by = ADA.actor, commandId: _, ...event }) {
      try {
        const { effects } = await work.act(id, event, { at, asker: { ...ADA, actor: by } });
        return { run: await run(), effects };
      } catch (error) {
        if (error instanceof Problem && error.details.refusal) return error.details.refusal;
        throw error;
      }
    },
  };
}

async function openApiDesk(
  template: WorkflowTemplate,
  { anchor, title, inputs }: PlanRequest,
): Promise<Desk> {
  const api = await smallApi([template]);
  onTestFinished(() => api[Symbol.asyncDispose]());
  api.setNow(STARTED_AT);
  const json = { type: template.type, anchor, title, inputs };
  const path = `/runs/${(await api.send('POST /runs', { json })).json.id}`;
  const run = async (): Promise<Run> => {
    const [shown, history] = [
      await api.send(`GET ${path}`),
      await api.send(`GET ${path}/history?after=0`),
    ];
    const entries = history.json.items.map(({ event, effects }: HistoryEntry) => ({
      // The clock of the server counts thousandths.
      event: { ...event, at: event.at.replace('.000Z', 'Z') },
      effects,
    }));
    return { ...shown.json.run, history: entries };
  };
  return {
    run,
    async send({ at, by = ADA.actor, commandId: _, ...event }) {
      api.setNow(at.length === 10 ? `${at}T12:00:00Z` : at);
      const asker = { ...ADA, actor: by };
      const { status, json } = await api.send(`POST ${path}/events`, { json: event, asker });
      if (status === 200) return { run: await run(), effects: json.effects };
      const { refusal: code, detail: refused, missing } = json;
      return { code, refused, ...(missing && { missing }) };
    },
  };
}
