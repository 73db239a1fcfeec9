/**
 * Adopting another version of the template. The event says all that changes, so that a replay
 * needs no template; `previewAdoption` writes it. Browser-safe.
 */
import { listing, quote } from '../../diagnostics/wording.ts';
import type { Definition } from './event-definition.ts';
import { keptApart } from './guards.ts';
import { DEFINITION, FORM, PLANNED_TASK, partly } from './new-task.ts';
import { insertByDate } from './planning.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isClosed, type Run, type RunTask } from './run.ts';
import type { AdoptedChanges, AdoptedKeys, Effect, EventOf } from './run-event.ts';
import {
  type Check,
  date,
  flag,
  isMapping,
  json,
  listOf,
  mapping,
  mappingOf,
  oneOf,
  optional,
  refuseShape,
  type Shape,
  text,
  texts,
  words,
} from './shapes.ts';

const named = mapping({ name: words, url: text }, 'a link', json);

const weekday = oneOf('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday');
const workdays: Check = {
  expected: 'a list of weekdays, at least one',
  accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(weekday.accepts),
};
const calendar = mapping(
  {
    onNonWorkingDay: oneOf('keep', 'previous', 'next', 'nearest'),
    workdays: optional(workdays),
    holidays: optional(listOf(date, 'dates')),
  },
  'a calendar with onNonWorkingDay, workdays and holidays',
);

/** Keys of a run that come from its template. */
export const ADOPTED_RUN = {
  title: words,
  titlePattern: optional(words),
  templateId: words,
  templateType: words,
  stage: words,
  stages: texts,
  tags: texts,
  phases: optional(listOf(mapping({ id: words, name: words, stage: words }, 'a phase'), 'phases')),
  references: listOf(named, 'links'),
  bundleLinks: listOf(mapping({ name: words, url: text }, 'a link'), 'links'),
  emoji: optional(text),
  doneCriteria: optional(texts),
  roles: optional(mappingOf(text, 'a mapping of names')),
  requiresApproval: optional(flag),
  inputDefinitions: optional(FORM),
  calendar: optional(calendar),
} satisfies Shape;

const CHANGES: Shape = {
  run: optional({ expected: 'a mapping', accepts: isMapping }),
  tasks: optional(
    listOf(mapping({ refId: words, set: mapping({}, 'a mapping', json) }, 'a change'), 'changes'),
  ),
  add: optional(listOf(mapping(PLANNED_TASK, 'a planned task', json), 'planned tasks')),
  archive: optional(texts),
};

/** What a task is, and what happened to it, is not said by a template. */
const STATE: Shape = Object.fromEntries(
  [...Object.keys(PLANNED_TASK), 'personId']
    .filter((key) => !Object.hasOwn(DEFINITION, key))
    .map((key): [string, Check] => [
      key,
      { expected: 'absent', accepts: () => false, isOptional: true },
    ]),
);
const TASK_CHANGES: Shape = { ...partly(DEFINITION), ...STATE };

/** Keys of a task or a run that keep actors from it; a program changes none of them. */
const GATES = new Set(['humanGate', 'notBy', 'approval', 'form', 'requiresApproval']);

export const ADOPTING: { readonly adopt: Definition<'adopt'> } = {
  adopt: {
    shape: {
      templateHash: words,
      from: words,
      changes: { expected: 'a mapping of changes', accepts: isMapping },
    },
    apply(run, event) {
      const { templateHash, changes } = event;
      const refusal = refuseChanges(run, event) ?? refuseActor(run, event);
      if (refusal) return refusal;
      const { tasks: sets = [], add = [], archive = [] } = changes;
      const setOf = new Map(sets.map(({ refId, set }) => [refId, set]));
      const kept = run.tasks
        .filter(({ refId }) => !archive.includes(refId))
        .map((task) => withKeys(task, setOf.get(task.refId)));
      const archived = run.tasks.filter(({ refId }) => archive.includes(refId));
      const tasks = add.reduce<RunTask[]>(insertByDate, kept);
      const after: Run = {
        ...withKeys(run, changes.run),
        contentHash: templateHash,
        tasks,
        ...(archived.length > 0 && { archived: [...(run.archived ?? []), ...archived] }),
      };
      return { run: after, effects: effectsOf(run, after, changes) };
    },
  },
};

function refuseChanges(run: Run, { from, changes }: EventOf<'adopt'>): Refusal | undefined {
  const subject = (noun: string, prefix: string) => ({ noun, prefix });
  const wrong = refuseShape({ ...changes }, CHANGES, subject('an adoption', 'changes.'));
  if (wrong) return wrong;
  if (from !== run.contentHash) {
    const says = `The run is of the version ${quote(run.contentHash)}, not of ${quote(from)}. Preview again.`;
    return refuse('stale', says, { field: 'from' });
  }
  const { run: set = {}, tasks = [], add = [], archive = [] } = changes;
  const wrongRun = refuseShape(set, partly(ADOPTED_RUN), subject('the run', 'changes.run.'));
  if (wrongRun) return wrongRun;
  for (const { refId, set: keys } of tasks) {
    // Keys that an engine keeps for itself are taken over as they are.
    const about = { ...subject(`task ${quote(refId)}`, `changes.tasks.${refId}.`), rest: json };
    const wrongTask = refuseShape(keys, TASK_CHANGES, about);
    if (wrongTask) return wrongTask;
  }
  const stages = Array.isArray(set.stages) ? set.stages : (run.stages ?? []);
  if (!stages.includes(set.stage ?? run.stage)) {
    const says = `The run would be in no stage that it has. Choose one of ${quote(stages)}.`;
    return refuse('invalid', says, { field: 'changes.run.stage' });
  }
  return refuseMoved(run, [...tasks.map(({ refId }) => refId), ...archive], add);
}

/** Whoever adopts can lift a gate: only a person may, and a system where none is concerned. */
function refuseActor(run: Run, { by, changes }: EventOf<'adopt'>): Refusal | undefined {
  if (by?.kind === 'person' || (by?.kind === 'system' && !concernsGates(run, changes))) {
    return undefined;
  }
  const says =
    by?.kind === 'system'
      ? `The version changes one of ${listing([...GATES].map(quote), 'or')}, which a person has to adopt.`
      : 'A version is adopted by a person, or by a system where it changes no gate. Ask a person.';
  return refuse('needs-person', says, { field: 'by' });
}

function concernsGates(run: Run, { run: set = {}, tasks = [], archive = [] }: AdoptedChanges) {
  const hasGate = (holder: object) =>
    Object.entries(holder).some(([key, value]) => GATES.has(key) && value !== undefined);
  const archived = run.tasks.filter(({ refId }) => archive.includes(refId));
  return (
    [set, ...tasks.map((each) => each.set), ...archived].some(hasGate) ||
    archived.some((task) => keptApart(run, task).length > 0)
  );
}

/** Tasks are as they were when the change was made: the ones concerned are open, new ones are new. */
function refuseMoved(
  run: Run,
  concerned: readonly string[],
  add: NonNullable<AdoptedChanges['add']>,
): Refusal | undefined {
  for (const refId of concerned) {
    const task = run.tasks.find((each) => each.refId === refId);
    if (task && !isClosed(task)) continue;
    const says = `Task ${quote(refId)} is ${task ? 'closed' : 'gone'} by now. Preview again.`;
    return refuse('stale', says, { refId });
  }
  const all = [...run.tasks.map(({ refId }) => refId), ...add.map(({ refId }) => refId)];
  const twice = all.find((refId, index) => all.indexOf(refId) !== index);
  if (twice === undefined) return undefined;
  return refuse('stale', `There is a task ${quote(twice)} by now. Preview again.`, {
    refId: twice,
  });
}

function withKeys<T extends object>(holder: T, keys: AdoptedKeys = {}): T {
  const said = Object.entries(keys).filter(([, value]) => value !== undefined);
  const all = { ...holder, ...Object.fromEntries(said) };
  const entries = Object.entries(all).filter(([, value]) => value !== null);
  // The shape of each key was checked, and none that has to be there is taken away.
  return Object.fromEntries(entries) as T;
}

function effectsOf(before: Run, after: Run, { add = [], archive = [] }: AdoptedChanges): Effect[] {
  const moves = before.tasks.flatMap(({ refId, date: from }): Effect[] => {
    const to = after.tasks.find((each) => each.refId === refId)?.date ?? from;
    return from === to ? [] : [{ type: 'task-moved', refId, from, to }];
  });
  const { stage: from } = before;
  const { stage: to } = after;
  return [
    { type: 'template-adopted' },
    ...moves,
    ...add.map(({ refId }): Effect => ({ type: 'task-added', refId })),
    ...archive.map((refId): Effect => ({ type: 'task-archived', refId })),
    ...(from === to ? [] : [{ type: 'stage-changed', from, to } as const]),
  ];
}
