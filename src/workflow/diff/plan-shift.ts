/** Which due dates of a run move when its template changes. Browser-safe. */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { type PlannedTask, planWorkflow } from '../plan/plan.ts';

export interface PlanShift {
  /** Tasks in both with another due moment, in the order of the former plan. */
  readonly moved: readonly {
    readonly refId: string;
    readonly before: string;
    readonly after: string;
  }[];
  /** Tasks only the present plan has. */
  readonly added: readonly { readonly refId: string; readonly due: string }[];
  /** Tasks only the former plan had. */
  readonly removed: readonly { readonly refId: string; readonly due: string }[];
}

/** Plans both versions for one anchor. Due moments are `YYYY-MM-DD`, `HH:MM` and zone, as far as given. */
export function planShift(
  before: WorkflowTemplate,
  after: WorkflowTemplate,
  anchor: string,
): PlanShift {
  const [was, is] = [duesOf(before, anchor), duesOf(after, anchor)];
  const only = (here: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>) =>
    [...here].filter(([refId]) => !there.has(refId)).map(([refId, due]) => ({ refId, due }));
  return {
    moved: [...was].flatMap(([refId, due]) => {
      const now = is.get(refId);
      return now === undefined || now === due ? [] : [{ refId, before: due, after: now }];
    }),
    added: only(is, was),
    removed: only(was, is),
  };
}

function duesOf(template: WorkflowTemplate, anchor: string): Map<string, string> {
  // No date depends on what a run is for, but a plan has to be for something.
  const values = Object.fromEntries((template.forEach ?? []).map((name) => [name, 'any']));
  const { tasks } = planWorkflow(template, { anchor, for: values });
  return new Map(tasks.map((task) => [task.refId, momentOf(task)]));
}

function momentOf({ date, time, timeZone }: PlannedTask): string {
  return [date, time, timeZone].filter((part) => part !== undefined).join(' ');
}
