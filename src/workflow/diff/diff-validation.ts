/** What differs in what completing a task needs, and in how it may wait. Browser-safe. */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import type { ChangeCode } from './change-classes.ts';
import { compareLists, isSame } from './compare-values.ts';
import type { TaskPair } from './task-pair.ts';

type Mapping = Readonly<Record<string, unknown>>;
type Validation = Exclude<TaskDefinition['validation'], string>;

/** Both versions of a structured validation with the tasks they belong to. */
interface ValidationPair extends TaskPair {
  readonly was: Validation;
  readonly is: Validation;
}

export function diffValidation(pair: TaskPair): void {
  const [was, is] = [pair.before.validation, pair.after.validation];
  if (typeof was !== 'string' && typeof is !== 'string') {
    diffStructured({ ...pair, was, is });
  } else if (typeof was !== typeof is) {
    pair.report('validation-form-changed', { before: was, after: is });
  } else if (was !== is) {
    pair.report('task-reworded', { item: 'validation', before: was, after: is });
  }
}

/** Keys with a meaning of their own; any other that differs is reported by its name. */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'operatorAction',
  'completionProof',
  'requiredBundleLinks',
  'waitingAllowed',
  'waitingSemantics',
  'atRiskWhen',
  'reminderSemantics',
  'dashboardStates',
  'skipClosure',
]);

function diffStructured(pair: ValidationPair): void {
  const { was, is, report } = pair;
  const links = compareLists(was.requiredBundleLinks ?? [], is.requiredBundleLinks ?? []);
  for (const item of links.added) report('bundle-link-required', { item });
  for (const item of links.removed) report('bundle-link-not-required', { item });
  diffWaiting(pair);
  diffSkipClosure(pair);
  diffWords(pair);
  const replaced: [unknown, unknown, ChangeCode][] = [
    [was.atRiskWhen, is.atRiskWhen, 'risk-changed'],
    [was.dashboardStates, is.dashboardStates, 'states-changed'],
    [authoredReminders(pair.before, was), authoredReminders(pair.after, is), 'reminders-changed'],
  ];
  for (const [before, after, code] of replaced) {
    if (!isSame(before, after)) report(code, { before, after });
  }
  for (const item of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (KNOWN_KEYS.has(item) || isSame(was[item], is[item])) continue;
    report('validation-changed', { item, before: was[item], after: is[item] });
  }
}

/** Words derived from others are reported with those. */
function diffWords({ before, after, was, is, report }: ValidationPair): void {
  const words = [
    ['action', was.operatorAction, is.operatorAction, before.description, after.description],
    [
      'completion proof',
      ...[was.completionProof, is.completionProof],
      ...[before.proofRequirement?.label, after.proofRequirement?.label],
    ],
  ] as const;
  for (const [item, former, present, formerSource, presentSource] of words) {
    const isDerived = former === formerSource && present === presentSource;
    if (former === present || isDerived) continue;
    report('task-reworded', { item, before: former, after: present });
  }
}

function diffWaiting({ was, is, report }: ValidationPair): void {
  if (was.waitingAllowed !== is.waitingAllowed) {
    report(is.waitingAllowed ? 'waiting-allowed' : 'waiting-forbidden');
    return;
  }
  const { requires, followUpDefaultDays, waitingFor, ...rest } = was.waitingSemantics ?? {};
  const {
    requires: nowRequires,
    followUpDefaultDays: nowDays,
    waitingFor: nowFor,
    ...nowRest
  } = is.waitingSemantics ?? {};
  const needs = compareLists(requires, nowRequires);
  for (const item of needs.added) report('waiting-requires-more', { item });
  for (const item of needs.removed) report('waiting-requires-less', { item });
  if (followUpDefaultDays !== nowDays) {
    report('follow-up-changed', { before: followUpDefaultDays, after: nowDays });
  }
  if (waitingFor !== nowFor) {
    report('task-reworded', { item: 'reason to wait', before: waitingFor, after: nowFor });
  }
  if (!isSame(rest, nowRest)) {
    report('validation-changed', { item: 'waitingSemantics', before: rest, after: nowRest });
  }
}

/** Phrases close a task without its proof; everything else in there says how they do. */
function diffSkipClosure({ was, is, report }: ValidationPair): void {
  if (isSame(was.skipClosure, is.skipClosure)) return;
  const [former, present] = [phrasesOf(was.skipClosure), phrasesOf(is.skipClosure)];
  const { removed, added } = compareLists(former, present);
  for (const item of removed) report('skip-phrase-removed', { item });
  for (const item of added) report('skip-phrase-added', { item });
  const shared = former.filter((phrase) => present.includes(phrase));
  const rules = {
    before: rulesFor(shared, was.skipClosure),
    after: rulesFor(shared, is.skipClosure),
  };
  const isOnlyPhrases = removed.length + added.length > 0 && shared.length === 0;
  if (!isOnlyPhrases && !isSame(rules.before, rules.after)) report('skip-closure-changed', rules);
}

function phrasesOf(skipClosure: unknown): string[] {
  const { allowedStatuses, suppresses } = partsOf(skipClosure);
  return [...new Set([...allowedStatuses, ...Object.keys(suppresses)])];
}

function rulesFor(phrases: readonly string[], skipClosure: unknown) {
  const { rest, allowedStatuses, suppresses } = partsOf(skipClosure);
  return {
    ...rest,
    allowedStatuses: allowedStatuses.filter((phrase) => phrases.includes(phrase)).toSorted(),
    suppresses: Object.fromEntries(
      Object.entries(suppresses).filter(([phrase]) => phrases.includes(phrase)),
    ),
  };
}

function partsOf(skipClosure: unknown) {
  const { allowedStatuses, suppresses, ...rest } = isMapping(skipClosure) ? skipClosure : {};
  return {
    allowedStatuses: Array.isArray(allowedStatuses) ? allowedStatuses.map(String) : [],
    suppresses: isMapping(suppresses) ? suppresses : {},
    rest,
  };
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reminders without those that proof and waiting derive: they are reported with these. */
function authoredReminders({ proofRequirement }: TaskDefinition, validation: Validation): Mapping {
  const derived: Mapping = {
    missingEvidence: proofRequirement?.required ?? false,
    waitingFollowUp: validation.waitingAllowed,
  };
  return Object.fromEntries(
    Object.entries(validation.reminderSemantics ?? {}).filter(
      ([key, value]) => derived[key] !== value,
    ),
  );
}
