/** What the definition of a task has to be that comes with an event, not from a template. Browser-safe. */
import type { FormField } from '../../../schemas/fields.ts';
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import type { RunTask } from './run.ts';
import {
  type Check,
  date,
  duration,
  either,
  flag,
  json,
  listOf,
  mapping,
  oneOf,
  optional,
  orNull,
  type Shape,
  text,
  texts,
  timeOfDay,
  timeZone,
  wholeNumber,
  words,
} from './shapes.ts';

/** The words of the schemas, which a browser does not load. */
const FIELD_TYPES = [
  'text',
  'long-text',
  'url',
  'email',
  'number',
  'date',
  'choice',
  'person',
] as const satisfies readonly FormField['type'][];
const PROOF_TYPES = [
  'url',
  'file',
  'artifact',
  'comment',
  'external-status',
] as const satisfies readonly NonNullable<TaskDefinition['proofRequirement']>['type'][];
/** Most urgent first. */
export const PRIORITIES = [
  'critical',
  'high',
  'normal',
] as const satisfies readonly TaskDefinition['priority'][];

const condition = mapping({ refId: words, field: words, anyOf: texts }, 'a condition');
const field = mapping(
  {
    name: words,
    label: words,
    type: oneOf(...FIELD_TYPES),
    required: optional(flag),
    choices: optional(texts),
    help: optional(text),
    visibleTo: optional(texts),
    fromPrevious: optional(text),
  },
  'a field',
);
const reminder = mapping(
  { after: duration, to: words, kind: oneOf('nag', 'escalate') },
  'a reminder',
);

export const FORM = listOf(field, 'fields, each with name, label and type');

/** Keys of a definition, and of its place in a plan. */
export const DEFINITION = {
  description: words,
  date,
  offsetDays: optional(wholeNumber),
  offsetWorkdays: optional(wholeNumber),
  time: optional(timeOfDay),
  timeZone: optional(timeZone),
  phase: optional(words),
  assigneeId: optional(words),
  isMilestone: optional(flag),
  stageOnComplete: optional(words),
  instructionDocId: optional(words),
  instructionStepId: optional(words),
  instructionsUrl: optional(words),
  instruction: optional(mapping({}, 'an instruction', json)),
  systems: optional(texts),
  requiredLinkName: optional(words),
  requiresFile: optional(flag),
  proofRequirement: optional(
    mapping(
      { type: oneOf(...PROOF_TYPES), label: words, required: flag },
      'a proof with type, label and required',
    ),
  ),
  validation: optional(
    either(
      text,
      mapping(
        { requiredBundleLinks: optional(texts), waitingAllowed: optional(flag) },
        'a mapping',
        json,
      ),
    ),
  ),
  dependsOn: optional(texts),
  priority: optional(oneOf(...PRIORITIES)),
  humanGate: optional(
    either(
      words,
      mapping({ reason: words, when: optional(condition) }, 'a mapping with reason and when'),
    ),
  ),
  form: optional(FORM),
  approval: optional(mapping({ of: texts }, 'a mapping with `of`, a list of tasks')),
  notBy: optional(texts),
  optional: optional(flag),
  reminders: optional(listOf(reminder, 'reminders, each with after, to and kind')),
  patterns: optional(
    mapping(
      {
        description: optional(text),
        operatorAction: optional(text),
        completionProof: optional(text),
      },
      'a mapping of texts',
    ),
  ),
} satisfies Shape;

/** What happens to a task is not said of a new one. */
const absent: Check = { expected: 'absent', accepts: () => false, isOptional: true };
const NO_STATE = {
  evidence: absent,
  answers: absent,
  waiting: absent,
  resumedAt: absent,
  skip: absent,
  closed: absent,
  verdicts: absent,
  reopened: absent,
  lostEvidence: absent,
  claim: absent,
  started: absent,
  ticks: absent,
  firstDate: absent,
  blockedBy: absent,
  attachments: absent,
  lastAct: absent,
} satisfies Partial<Record<keyof RunTask, Check>>;

export const NEW_TASK: Shape = {
  ...DEFINITION,
  ...NO_STATE,
  refId: optional(words),
  personId: optional(words),
  status: optional(oneOf('todo')),
  source: optional(oneOf('operator', 'recovered')),
};

/** A task as the planner writes it. */
export const PLANNED_TASK: Shape = {
  ...DEFINITION,
  ...NO_STATE,
  refId: words,
  status: oneOf('todo'),
  source: oneOf('template'),
};

/** Some of the keys; `null` takes one away that may be absent. */
export function partly(shape: Shape): Shape {
  return Object.fromEntries(
    Object.entries(shape).map(([key, check]): [string, Check] => [
      key,
      optional(check.isOptional ? orNull(check) : check),
    ]),
  );
}
