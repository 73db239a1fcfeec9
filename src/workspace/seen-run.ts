/**
 * A run as the asker may see it. A field with `visibleTo` is seen by holders of one of these roles
 * of the template, for what the run is for, and by managers; everybody else gets the run without
 * its answer, wherever that has gone: answers, history, texts it was filled into.
 */
import type { FormField } from '../../schemas/fields.ts';
import type { Run, RunTask } from '../workflow/index.ts';
import { fillTexts } from '../workflow/run/answers-of-task.ts';
import type { Asker } from './asker.ts';
import { includesRole } from './roles.ts';
import type { StoredEvent } from './store.ts';

type Hidden = (fields: readonly Pick<FormField, 'name' | 'visibleTo'>[]) => ReadonlySet<string>;

export function seenRun(asker: Pick<Asker, 'role' | 'holds'>, run: Run): Run {
  const hidden = hiddenFrom(asker, run);
  if (!hasHidden(run, hidden)) return run;
  const { inputs, archived, tasks, inputDefinitions = [], history: _, ...rest } = run;
  const seen = (task: RunTask): RunTask => {
    const { answers, lastAct, ...others } = task;
    return {
      ...others,
      ...(answers && { answers: omit(answers, hidden(task.form ?? [])) }),
      // What it changed can be texts that an answer was filled into.
      ...(lastAct && { lastAct: { ...lastAct, changes: [] } }),
    };
  };
  return fillTexts({
    ...rest,
    ...(run.inputDefinitions && { inputDefinitions }),
    ...(inputs && { inputs: omit(inputs, hidden(inputDefinitions)) }),
    tasks: tasks.map(seen),
    ...(archived && { archived: archived.map(seen) }),
  });
}

/** Events of the run as the asker may see them. */
export function seenEvents(
  asker: Asker,
  run: Run,
  events: readonly StoredEvent[],
): readonly StoredEvent[] {
  const hidden = hiddenFrom(asker, run);
  if (!hasHidden(run, hidden)) return events;
  const inputs = hidden(run.inputDefinitions ?? []);
  const fieldsOf = (refId: string) =>
    hidden(
      [...run.tasks, ...(run.archived ?? [])].find((task) => task.refId === refId)?.form ?? [],
    );
  return events.map((entry) => {
    const { event } = entry;
    switch (event.type) {
      case 'complete':
      case 'verdict':
        if (!event.form) return entry;
        return { ...entry, event: { ...event, form: omit(event.form, fieldsOf(event.refId)) } };
      case 'set-input':
        return inputs.has(event.name) ? { ...entry, event: { ...event, value: '' } } : entry;
      case 'start-run': {
        const { inputs: given, ...request } = event.request;
        const kept = { ...request, ...(given && { inputs: omit(given, inputs) }) };
        return { ...entry, event: { ...event, request: kept, run: seenRun(asker, event.run) } };
      }
      default:
        return entry;
    }
  });
}

/** The run as everybody who sees runs may see it. */
export function publicRun(run: Run): Run {
  return seenRun({ role: 'reader', holds: [] }, run);
}

function hiddenFrom({ role, holds }: Pick<Asker, 'role' | 'holds'>, run: Run): Hidden {
  if (includesRole(role, 'manager')) return () => new Set();
  const values = new Set(['', ...Object.values(run.for ?? {})]);
  const held = new Set(holds.flatMap((each) => (values.has(each.value) ? each.role : [])));
  return (fields) =>
    new Set(
      fields
        .filter(({ visibleTo }) => visibleTo && !visibleTo.some((each) => held.has(each)))
        .map(({ name }) => name),
    );
}

function hasHidden({ tasks, archived = [], inputDefinitions = [] }: Run, hidden: Hidden): boolean {
  const fields = [...tasks, ...archived].flatMap(({ form = [] }) => form);
  return hidden([...fields, ...inputDefinitions]).size > 0;
}

function omit<T>(values: Readonly<Record<string, T>>, names: ReadonlySet<string>) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}
