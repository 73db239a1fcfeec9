/** What one event changed in a run, key by key, and how to take it back exactly. Browser-safe. */
import { isSame } from '../diff/compare-values.ts';
import type { ChangedKey, Run, RunTask } from './run.ts';

/** Kept apart, or followed from the rest. */
const RUN_KEYS_LEFT_OUT = new Set(['tasks', 'bundleLinks', 'history', 'eventCount', 'status']);
const TASK_KEYS_LEFT_OUT = new Set(['lastAct']);

type Place = Pick<ChangedKey, 'refId' | 'link'>;

/** Every key of the run, its links and its tasks that differs; both have the same links and tasks. */
export function changedKeys(before: Run, after: Run): ChangedKey[] {
  return [
    ...compare(before, after, RUN_KEYS_LEFT_OUT, {}),
    ...(after.bundleLinks ?? []).flatMap((link, index) =>
      compare(before.bundleLinks?.[index] ?? {}, link, new Set(), { link: link.name }),
    ),
    ...after.tasks.flatMap((task, index) =>
      compare(before.tasks[index] ?? {}, task, TASK_KEYS_LEFT_OUT, { refId: task.refId }),
    ),
  ];
}

/** Whether the key still is as the event left it. */
export function isUntouched(run: Run, { key, after, ...place }: ChangedKey): boolean {
  const holder = placeIn(run, place);
  return holder !== undefined && isSame(valueAt(holder, key), after);
}

/** The run with the key as it was before. */
export function takeBack(run: Run, { key, before, refId, link }: ChangedKey): Run {
  const restore = <T extends object>(holder: T): T => {
    const rest = Object.entries(holder).filter(([each]) => each !== key);
    // The key had this value in a holder of the same kind.
    return Object.fromEntries(before === undefined ? rest : [...rest, [key, before]]) as T;
  };
  if (refId !== undefined) {
    const tasks = run.tasks.map((each) => (each.refId === refId ? restore(each) : each));
    return { ...run, tasks };
  }
  if (link !== undefined) {
    const bundleLinks = run.bundleLinks.map((each) => (each.name === link ? restore(each) : each));
    return { ...run, bundleLinks };
  }
  return restore(run);
}

function compare(
  before: object,
  after: object,
  leftOut: ReadonlySet<string>,
  place: Place,
): ChangedKey[] {
  if (before === after) return [];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const [was, is] = [valueAt(before, key), valueAt(after, key)];
    if (leftOut.has(key) || was === is || isSame(was, is)) return [];
    return [
      {
        ...place,
        key,
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
      },
    ];
  });
}

function placeIn(run: Run, { refId, link }: Place): object | undefined {
  if (refId !== undefined) return run.tasks.find((task: RunTask) => task.refId === refId);
  if (link !== undefined) return run.bundleLinks.find(({ name }) => name === link);
  return run;
}

function valueAt(holder: object, key: string): unknown {
  return new Map<string, unknown>(Object.entries(holder)).get(key);
}
