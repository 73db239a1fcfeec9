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

/** Address that stands in the fixtures where an engine has a page outside of the content. */
const PLACEHOLDER = 'https://example.org/doc/';

/** Kinds of proof in which the content is right and the runtime is not. */
const CORRECTED_PROOFS = [
  // The link is there since day -13; it would close the milestone weeks before the schedule exists.
  { type: 'oss', refId: 'schedule-youtube-video', proof: 'external-status' },
] as const;

/**
 * Every key and value of the runtime stands in the content, but for words, for the proofs above,
 * and for placeholders: the address of an instruction gives way to the document that the task has
 * anyway, that of a reference to a document of the content in the same place. After the sources of
 * the runtime the content lists the documents of its tasks that were not among them.
 */
test.each(RUNTIME_TEMPLATES)('%s has the ids, days, links and systems of the runtime', (name) => {
  const workflow = workflows.find(({ type }) => type === name);
  const runtime = readRuntimeTemplate(name);
  const references = runtime.references.map(({ url }: { url: string }) =>
    url.startsWith(PLACEHOLDER) ? {} : { url },
  );
  const taskDefinitions = runtime.taskDefinitions.map((task: TaskDefinition) =>
    correctProof(name, withoutPlaceholder(nameStep(task))),
  );
  const sourceDocIds = workflow?.sourceDocIds.slice(0, runtime.sourceDocIds.length);
  expect(withoutWords({ ...workflow, sourceDocIds })).toMatchObject(
    withoutWords({ ...runtime, references, taskDefinitions }),
  );
});

test.each(workflows)('$type has no address that leads nowhere', (workflow) => {
  expect(JSON.stringify(workflow).match(/https?:\/\/example\.org[^"]*/g)).toBeNull();
  const from = registry.get(workflow.templateId)?.path ?? '';
  const lost = workflow.references.filter(
    ({ url }) => !url.startsWith('https://') && registry.resolve(url, from).kind !== 'document',
  );
  expect(lost).toEqual([]);
});

test.each(CORRECTED_PROOFS)('$type: $refId has another proof at the runtime', (corrected) => {
  const { taskDefinitions } = readRuntimeTemplate(corrected.type);
  const task = taskDefinitions.find(({ refId }: TaskDefinition) => refId === corrected.refId);
  expect(task.proofRequirement.type).not.toBe(corrected.proof);
});

function correctProof(name: string, task: TaskDefinition): TaskDefinition {
  const { proofRequirement } = task;
  const corrected = CORRECTED_PROOFS.find(
    ({ type, refId }) => type === name && refId === task.refId,
  );
  if (!corrected || !proofRequirement) return task;
  return { ...task, proofRequirement: { ...proofRequirement, type: corrected.proof } };
}

function withoutPlaceholder({ instructionsUrl, ...task }: TaskDefinition): TaskDefinition {
  if (instructionsUrl === undefined) return task;
  const isPlaceholder = instructionsUrl.startsWith(PLACEHOLDER);
  return isPlaceholder && task.instructionDocId ? task : { ...task, instructionsUrl };
}

function withoutWords(value: unknown): object {
  const text = JSON.stringify(value, (key, part) => {
    if (WORDS.has(key)) return undefined;
    const isNamed = key === 'phases' || key === 'references';
    return isNamed ? part.map(({ name: _name, ...rest }: { name?: string }) => rest) : part;
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
