/** Two ways to run a workflow, one contract: the library alone, and the example engine over SQLite. */
import { join } from 'node:path';
import type { PlanRequest, Run, RunEvent, Transition, WorkflowTemplate } from 'opsbook/workflow';
import { planWorkflow, transition } from 'opsbook/workflow';
import { onTestFinished } from 'vitest';
import { Engine } from '../../examples/engine/engine.ts';
import { temporaryFolder } from '../support/content.ts';

/** What an operator works at: one run of one template. */
export interface Desk {
  send(event: RunEvent): Transition;
  run(): Run;
}

type OpenDesk = (template: WorkflowTemplate, request: PlanRequest) => Desk;

export const DESKS: readonly (readonly [string, OpenDesk])[] = [
  ['the library', openLibraryDesk],
  ['the engine', openEngineDesk],
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
