/** What differs between two versions of one task, key by key. Browser-safe. */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import { type Change, type ChangeCode, describeChange } from './change-classes.ts';
import { compareLists, isSame } from './compare-values.ts';
import { diffAnswers } from './diff-answers.ts';
import { diffExtensions } from './diff-extensions.ts';
import { diffValidation } from './diff-validation.ts';
import type { TaskPair } from './task-pair.ts';

/** Changes from `before` to `after`, which have one `refId`. */
export function diffTask(before: TaskDefinition, after: TaskDefinition): Change[] {
  const changes: Change[] = [];
  const pair: TaskPair = {
    before,
    after,
    report: (code, details) =>
      changes.push(describeChange(code, { ...details, refId: after.refId })),
  };
  diffDue(pair);
  diffWork(pair);
  diffGates(pair);
  diffHumanGate(pair);
  diffVerdict(pair);
  diffAnswers(before.form, after.form, pair.report);
  diffProof(pair);
  diffInstruction(pair);
  diffValidation(pair);
  diffExtensions(before, after, OWN_KEYS, pair.report);
  return changes;
}

/** Keys that the comparison knows; what else a task has belongs to an engine. */
const OWN_KEYS = {
  refId: true,
  description: true,
  offsetDays: true,
  offsetWorkdays: true,
  time: true,
  phase: true,
  assigneeId: true,
  isMilestone: true,
  stageOnComplete: true,
  instructionDocId: true,
  instructionStepId: true,
  instructionsUrl: true,
  instruction: true,
  systems: true,
  requiredLinkName: true,
  requiresFile: true,
  proofRequirement: true,
  validation: true,
  dependsOn: true,
  priority: true,
  humanGate: true,
  form: true,
  approval: true,
  notBy: true,
  optional: true,
  reminders: true,
} as const satisfies Record<keyof TaskDefinition, true>;

function diffDue({ before, after, report }: TaskPair): void {
  const values = { before: dueOf(before), after: dueOf(after) };
  if (isSame(values.before, values.after)) return;
  const [wasWorkdays, isWorkdays] = [before, after].map(
    (task) => task.offsetWorkdays !== undefined,
  );
  if (wasWorkdays !== isWorkdays) report('due-unit-changed', values);
  else report(isDueLater(before, after) ? 'due-earlier' : 'due-later', values);
}

function dueOf({ offsetDays, offsetWorkdays, time }: TaskDefinition) {
  return {
    ...(offsetDays !== undefined && { offsetDays }),
    ...(offsetWorkdays !== undefined && { offsetWorkdays }),
    ...(time !== undefined && { time }),
  };
}

/** Whether `a` is due after `b`, both counted in the same days; without a time, all day. */
function isDueLater(a: TaskDefinition, b: TaskDefinition): boolean {
  const [first, second] = [a, b].map((task) => task.offsetWorkdays ?? task.offsetDays ?? 0);
  if (first !== second) return Number(first) > Number(second);
  return (a.time ?? '24:00') > (b.time ?? '24:00');
}

/** Keys whose change is told by their values alone. */
const REPLACED = {
  phase: 'task-phase-changed',
  assigneeId: 'assignee-changed',
  priority: 'priority-changed',
  systems: 'systems-changed',
  reminders: 'reminders-changed',
} as const satisfies Partial<Record<keyof TaskDefinition, ChangeCode>>;

function diffWork({ before, after, report }: TaskPair): void {
  for (const key of Object.keys(REPLACED) as (keyof typeof REPLACED)[]) {
    const values = { before: before[key], after: after[key] };
    if (!isSame(values.before, values.after)) report(REPLACED[key], values);
  }
  if (before.description !== after.description) {
    const values = { before: before.description, after: after.description };
    report('task-reworded', { item: 'description', ...values });
  }
  if ((before.isMilestone ?? false) !== (after.isMilestone ?? false)) report('milestone-changed');
  const [was, is] = [before.stageOnComplete, after.stageOnComplete];
  if (was !== undefined && was !== is) {
    report('stage-on-complete-changed', { before: was, after: is });
  } else if (was !== is) report('stage-on-complete-added', { item: is });
}

/** What keeps a task from being taken up, or its run from being done. */
function diffGates({ before, after, report }: TaskPair): void {
  if ((before.optional ?? false) !== (after.optional ?? false)) {
    report(after.optional ? 'task-made-optional' : 'task-made-required');
  }
  const { added, removed } = compareLists(before.dependsOn, after.dependsOn);
  for (const item of added) report('dependency-added', { item });
  for (const item of removed) report('dependency-removed', { item });
}

function diffHumanGate({ before, after, report }: TaskPair): void {
  const gate = { before: before.humanGate, after: after.humanGate };
  if (gate.before === undefined || gate.after === undefined) {
    if (gate.before !== undefined) report('human-gate-removed', gate);
    if (gate.after !== undefined) report('human-gate-added', gate);
    return;
  }
  const [was, is] = [partsOfGate(gate.before), partsOfGate(gate.after)];
  if (!isSame(was.when, is.when)) {
    report(isNarrower(was.when, is.when) ? 'human-gate-narrowed' : 'human-gate-widened', {
      before: was.when,
      after: is.when,
    });
  }
  if (was.reason !== is.reason) {
    report('task-reworded', { item: 'human gate', before: was.reason, after: is.reason });
  }
}

type Gate = NonNullable<TaskDefinition['humanGate']>;
type Condition = Exclude<Gate, string>['when'];

function partsOfGate(gate: Gate): { reason: string; when?: Condition } {
  return typeof gate === 'string' ? { reason: gate } : gate;
}

/** Whether every case of `is` was one of `was`; without a condition all are. */
function isNarrower(was: Condition, is: Condition): boolean {
  if (is === undefined || was === undefined) return was === undefined;
  const isSameField = was.refId === is.refId && was.field === is.field;
  return isSameField && is.anyOf.every((answer) => was.anyOf.includes(answer));
}

/** Who and what decides whether it is right. */
function diffVerdict({ before, after, report }: TaskPair): void {
  const judged = compareLists(before.approval?.of, after.approval?.of);
  for (const item of judged.added) report('verdict-added', { item });
  for (const item of judged.removed) report('verdict-removed', { item });
  const excluded = compareLists(before.notBy, after.notBy);
  for (const item of excluded.added) report('not-by-added', { item });
  for (const item of excluded.removed) report('not-by-removed', { item });
}

function diffProof({ before, after, report }: TaskPair): void {
  const proof = { before: before.proofRequirement, after: after.proofRequirement };
  const [wasRequired, isRequired] = [
    proof.before?.required ?? false,
    proof.after?.required ?? false,
  ];
  if (isRequired && !wasRequired) report('proof-required', proof);
  else if (wasRequired && !isRequired) report('proof-not-required', proof);
  else if (proof.before?.type !== proof.after?.type) {
    report(isRequired ? 'proof-type-changed' : 'optional-proof-changed', proof);
  }
  const [was, is] = [proof.before?.label, proof.after?.label];
  if (was !== undefined && is !== undefined && was !== is) {
    report('task-reworded', { item: 'proof', before: was, after: is });
  }
  const link = { before: before.requiredLinkName, after: after.requiredLinkName };
  if (link.before !== link.after) {
    if (link.before !== undefined) report('required-link-removed', { item: link.before });
    if (link.after !== undefined) report('required-link-added', { item: link.after });
  }
  if ((before.requiresFile ?? false) !== (after.requiresFile ?? false)) {
    report(after.requiresFile ? 'file-required' : 'file-not-required');
  }
}

/** The compiled `instruction` says where the authored keys lead. */
function diffInstruction({ before, after, report }: TaskPair): void {
  const values = { before: instructionOf(before), after: instructionOf(after) };
  if (values.before && !values.after) report('instruction-removed', values);
  else if (!values.before && values.after) report('instruction-added', values);
  else if (!isSame(placeOf(before), placeOf(after))) report('instruction-changed', values);
  else if (!isSame(values.before, values.after)) report('instruction-reworded', values);
}

function instructionOf(task: TaskDefinition) {
  const { instruction, instructionDocId, instructionStepId, instructionsUrl } = task;
  const all = { instruction, instructionDocId, instructionStepId, instructionsUrl };
  const present = Object.entries(all).filter(([, value]) => value !== undefined);
  return present.length > 0 ? Object.fromEntries(present) : undefined;
}

/** The document and step, or else the address: a rewritten step is in the same place. */
function placeOf(task: TaskDefinition): string[] {
  const { instruction, instructionDocId, instructionStepId, instructionsUrl = '' } = task;
  if (instruction) return [instruction.docId, instruction.stepId ?? ''];
  if (instructionDocId === undefined) return [instructionsUrl];
  return [instructionDocId, instructionStepId ?? ''];
}
