/**
 * What completing a task needs, derived from how the task is authored, so that a curator
 * types only what cannot be known otherwise. What is typed under `validation` wins.
 */
import assert from 'node:assert/strict';
import type { AuthoredTask } from '../../../schemas/task-template.ts';
import { structuredValidation } from '../../../schemas/task-validation.ts';
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';

/** Keys of an authored task that have their place inside the compiled `validation`. */
const VALIDATION_KEYS = [
  'operatorAction',
  'completionProof',
  'requiredBundleLinks',
  'waiting',
  'atRiskWhen',
] as const satisfies readonly (keyof AuthoredTask)[];

const DASHBOARD_STATES = [
  'today',
  'overdue',
  'waiting',
  'follow-up-due',
  'missing-evidence',
  'at-risk',
];

/**
 * The `validation` of the compiled task. An authored text is kept as it is; authored keys are
 * merged over the derived ones, mappings key by key, lists and single values as a whole.
 * Asserts that a text stands alone and that the merged keys still have their published form.
 */
export function compileValidation(task: AuthoredTask): TaskDefinition['validation'] {
  if (typeof task.validation === 'string') {
    const homeless = VALIDATION_KEYS.filter((key) => task[key] !== undefined);
    assert.deepEqual(homeless, [], `Task "${task.refId}" has no place for these beside a text.`);
    return task.validation;
  }
  const merged = structuredValidation.safeParse(mergeOver(derive(task), task.validation ?? {}));
  assert(merged.success, `Task "${task.refId}" has a \`validation\` of another form.`);
  return merged.data;
}

function derive(task: AuthoredTask) {
  const { waiting, proofRequirement } = task;
  const completionProof = task.completionProof ?? proofRequirement?.label;
  return {
    operatorAction: task.operatorAction ?? task.description,
    ...(completionProof !== undefined && { completionProof }),
    requiredBundleLinks: task.requiredBundleLinks ?? [],
    waitingAllowed: waiting !== undefined,
    ...(waiting && {
      waitingSemantics: {
        waitingFor: waiting.for,
        requires: ['waitingFor', 'followUpAt', 'comment'],
        followUpDefaultDays: waiting.followUpDays,
      },
    }),
    atRiskWhen: task.atRiskWhen ?? [],
    reminderSemantics: {
      due: true,
      overdue: true,
      missingEvidence: proofRequirement?.required ?? false,
      waitingFollowUp: waiting !== undefined,
    },
    dashboardStates: DASHBOARD_STATES,
  };
}

function mergeOver(derived: unknown, authored: unknown): unknown {
  if (!isMapping(derived) || !isMapping(authored)) return authored;
  const keys = new Set([...Object.keys(derived), ...Object.keys(authored)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      Object.hasOwn(authored, key) ? mergeOver(derived[key], authored[key]) : derived[key],
    ]),
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
