/**
 * What a change of workflows does to runs that are live: every difference with its class, and
 * the due dates that move. Pure: where the templates come from is the caller's business.
 * Browser-safe.
 */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { compareText } from '../../diagnostics/report.ts';
import { CHANGE_CLASSES, type Change, type ChangeClass, describeChange } from './change-classes.ts';
import { diffTemplate } from './diff-template.ts';
import { type PlanShift, planShift } from './plan-shift.ts';

export interface TemplateDifference {
  /** Type of the workflow, the present one if it has another now. */
  readonly type: string;
  /** Worst first, then in the order of the template. */
  readonly changes: readonly Change[];
  /** Due dates of a live run; only with an anchor, and only if the workflow is in both. */
  readonly shift?: PlanShift;
}

export interface Difference {
  readonly version: 1;
  readonly anchor?: string;
  readonly summary: Readonly<Record<ChangeClass, number>>;
  /** Workflows that differ, by type. */
  readonly templates: readonly TemplateDifference[];
}

/**
 * Compares two sets of templates, paired by type, or else by the document they are written in.
 * With an anchor it also says which due dates of a run move. Throws `ImpossibleDate` for an
 * anchor that does not exist.
 */
export function diffTemplates(
  before: readonly WorkflowTemplate[],
  after: readonly WorkflowTemplate[],
  anchor?: string,
): Difference {
  const templates = pairTemplates(before, after)
    .map(([was, is]) => diffPair(was, is, anchor))
    .filter(({ changes }) => changes.length > 0)
    .sort((a, b) => compareText(a.type, b.type));
  const all = templates.flatMap(({ changes }) => changes);
  const summary = Object.fromEntries(
    CHANGE_CLASSES.map((name) => [name, all.filter((change) => change.class === name).length]),
  ) as Record<ChangeClass, number>; // fromEntries forgets which keys it was given
  return { version: 1, ...(anchor !== undefined && { anchor }), summary, templates };
}

type Pair = readonly [before: WorkflowTemplate | undefined, after: WorkflowTemplate | undefined];

function pairTemplates(
  before: readonly WorkflowTemplate[],
  after: readonly WorkflowTemplate[],
): Pair[] {
  const types = new Set(before.map(({ type }) => type));
  const isNew = (template: WorkflowTemplate) => !types.has(template.type);
  const pairs = before.map((was): Pair => {
    const same = after.find(({ type }) => type === was.type);
    const moved = after.find((is) => isNew(is) && is.templateId === was.templateId);
    return [was, same ?? moved];
  });
  const paired = new Set(pairs.map(([, is]) => is));
  return [...pairs, ...after.filter((is) => !paired.has(is)).map((is): Pair => [undefined, is])];
}

function diffPair(
  was: WorkflowTemplate | undefined,
  is: WorkflowTemplate | undefined,
  anchor: string | undefined,
): TemplateDifference {
  const type = (is ?? was)?.type ?? '';
  if (!was || !is) {
    return { type, changes: [describeChange(was ? 'template-removed' : 'template-added')] };
  }
  const rank = (change: Change) => CHANGE_CLASSES.indexOf(change.class);
  return {
    type,
    changes: diffTemplate(was, is).sort((a, b) => rank(a) - rank(b)),
    ...(anchor !== undefined && { shift: planShift(was, is, anchor) }),
  };
}
