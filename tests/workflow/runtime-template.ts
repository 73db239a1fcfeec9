/** Templates for tests: the runtime fixtures in their authored form, and small ones made up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuthoredTemplate, authoredTemplate } from '../../schemas/task-template.ts';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import {
  compileTemplate,
  type TemplateSource,
} from '../../src/workflow/compile/compile-template.ts';

// biome-ignore lint/suspicious/noExplicitAny: a runtime template has no schema of its own.
type Json = any;

export const RUNTIME_TEMPLATES = ['oss', 'newsletter', 'tax-report', 'podcast'] as const;

/** A template as a work engine runs it today, before any compiler. */
export function readRuntimeTemplate(name: (typeof RUNTIME_TEMPLATES)[number]): Json {
  const file = join(import.meta.dirname, '../fixtures/workflow', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** What a curator would write for it: everything the compiler derives is left out. */
export function authorRuntimeTemplate(runtime: Json): AuthoredTemplate {
  const { name: _name, taskDefinitions, defaultAssigneeId, ...rest } = runtime;
  const { triggerType, triggerSchedule, triggerLeadDays, ...copied } = rest;
  return authoredTemplate.parse({
    ...copied,
    defaultAssignee: defaultAssigneeId,
    anchor: { label: 'Day of the event' },
    trigger:
      triggerType === 'manual'
        ? { type: 'manual' }
        : { type: triggerType, schedule: triggerSchedule, leadDays: triggerLeadDays },
    tasks: taskDefinitions.map(authorTask),
  });
}

function authorTask({
  assigneeId,
  validation,
  artifactRefs,
  assistantJobRefs,
  ...task
}: Json): Json {
  const { operatorAction, completionProof, requiredBundleLinks, atRiskWhen, ...rest } = validation;
  const { waitingSemantics, waitingAllowed: _1, dashboardStates: _2, ...others } = rest;
  const { due: _3, overdue: _4, missingEvidence: _5, ...reminders } = others.reminderSemantics;
  const { waitingFollowUp: _6, ...reminderSemantics } = reminders;
  return {
    ...task,
    ...(assigneeId && { assignee: assigneeId }),
    ...(artifactRefs && { extensions: { artifactRefs, assistantJobRefs } }),
    ...(operatorAction !== task.description && { operatorAction }),
    ...(completionProof !== task.proofRequirement?.label && { completionProof }),
    requiredBundleLinks,
    atRiskWhen,
    ...(waitingSemantics && {
      waiting: {
        for: waitingSemantics.waitingFor,
        followUpDays: waitingSemantics.followUpDefaultDays,
      },
    }),
    validation: { ...others, reminderSemantics },
  };
}

/** Resolves `doc:<id>` and plain ids to the id; step `3` of any document to `#step-3`. */
export const resolvers = {
  resolveDocument: (reference) => reference.replace(/^doc:/, ''),
  resolveInstruction(reference, stepId) {
    const docId = reference.replace(/^doc:/, '');
    return {
      docId,
      ...(stepId !== undefined && { stepId, stepHash: 'sha256:00' }),
      title: `Title of ${docId}`,
      url: `/docs/${docId}/${stepId === undefined ? '' : `#step-${stepId}`}`,
    };
  },
} satisfies Pick<TemplateSource, 'resolveDocument' | 'resolveInstruction'>;

export function compileRuntimeTemplate(runtime: Json): WorkflowTemplate {
  return compileTemplate({
    templateId: `task-template.tasks.${runtime.type}`,
    name: runtime.name,
    template: authorRuntimeTemplate(runtime),
    ...resolvers,
  });
}

/** A template with one task a mapping; `overrides` replace its other keys, as authored. */
export function compileSmall(tasks: readonly object[], overrides: object = {}): WorkflowTemplate {
  const template = authoredTemplate.parse({
    type: 'small',
    anchor: { label: 'Launch' },
    trigger: { type: 'manual' },
    phases: [{ id: 'all', name: 'All', stage: 'preparation' }],
    tasks: tasks.map((task, index) => ({
      refId: `task-${index}`,
      description: `Do ${index}`,
      phase: 'all',
      ...task,
    })),
    ...overrides,
  });
  return compileTemplate({
    templateId: 'task-template.small',
    name: 'Small',
    template,
    ...resolvers,
  });
}
