/** The workflows of the content: where their tasks lead, and that they run as at the runtime. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { portalConfig } from '../../schemas/config.ts';
import type { TaskDefinition } from '../../schemas/workflow-template.ts';
import { compilePortal } from '../../src/portal/compile-portal.ts';
import { readSources } from '../../src/source/read-sources.ts';
import { TODAY } from '../support/content.ts';
import { RUNTIME_TEMPLATES, readRuntimeTemplate } from './runtime-template.ts';

const { registry, templates } = compilePortal({
  sources: readSources(join(import.meta.dirname, '../../content')),
  config: portalConfig.parse({}),
  today: TODAY,
});
const workflows = templates.map(({ template }) => template);

/** What only people read; a curator may word it anew. */
const WORDS: ReadonlySet<string> = new Set([
  'description',
  'label',
  'operatorAction',
  'completionProof',
  'waitingFor',
  'atRiskWhen',
  'skipClosure',
]);

test.each(workflows)('$type opens every task at a step', ({ taskDefinitions }) => {
  const withoutStep = taskDefinitions.filter(({ instruction }) => !instruction?.stepId);
  expect(withoutStep.map(({ refId }) => refId)).toEqual([]);
});

test.each(RUNTIME_TEMPLATES)('%s has the ids, days, links and systems of the runtime', (name) => {
  const workflow = workflows.find(({ type }) => type === name);
  const runtime = readRuntimeTemplate(name);
  const taskDefinitions = runtime.taskDefinitions.map(nameStep);
  expect(withoutWords(workflow)).toMatchObject(withoutWords({ ...runtime, taskDefinitions }));
});

function withoutWords(value: unknown): object {
  const text = JSON.stringify(value, (key, part) => {
    if (WORDS.has(key)) return undefined;
    const isNamed = key === 'phases' || key === 'references';
    return isNamed ? part.map(({ name: _name, ...rest }: { name: string }) => rest) : part;
  });
  return JSON.parse(text);
}

/** The runtime counts steps where the documents name them. */
function nameStep(task: TaskDefinition): TaskDefinition {
  if (task.instructionStepId === undefined || task.instructionDocId === undefined) return task;
  const document = registry.get(task.instructionDocId);
  const step = document && registry.findStep(document, task.instructionStepId);
  expect(step?.name).toBeDefined();
  return { ...task, instructionStepId: step?.name };
}
