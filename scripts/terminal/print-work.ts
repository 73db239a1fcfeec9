/** What the workspace answered, in lines for people. */
import type { z } from 'zod';
import type {
  eventAnswer,
  problem,
  queueAnswer,
  runAnswer,
  runsAnswer,
} from '../../schemas/work-api.ts';
import { listing, quote } from '../../src/diagnostics/wording.ts';
import { formatTable } from '../../src/workflow/plan/formats/text-table.ts';
import { toOneLine } from '../../src/workflow/plan/task-words.ts';

type RunAnswer = z.output<typeof runAnswer>;

export function describeRuns({ items, next }: z.output<typeof runsAnswer>): string[] {
  if (items.length === 0) return ['There is no run like that.'];
  const rows = items.map(({ id, anchor, title, summary: { status, progress } }) => [
    id,
    status,
    `${progress.closed}/${progress.total}`,
    anchor,
    toOneLine(title),
  ]);
  const table = formatTable(['run', 'status', 'closed', 'date', 'title'], rows);
  return next === undefined ? table : [...table, 'There are more: see `--limit` and `--query`.'];
}

export function describeRun({ id, run, summary, tasks }: RunAnswer): string[] {
  const { status, stage, progress } = summary;
  const rows = tasks.map((task) => [
    task.state ?? task.status,
    task.date,
    task.refId,
    toOneLine(task.description),
    remarksOf(task),
  ]);
  return [
    toOneLine(run.title),
    `${id}  ${status}  ${stage}  ${progress.closed} of ${progress.total} closed`,
    ...run.bundleLinks.map(({ name, url }) => `${toOneLine(name)}: ${url === '' ? '—' : url}`),
    '',
    ...formatTable(['state', 'date', 'task', 'what', 'remarks'], rows),
  ];
}

export function describeQueue({ items, totals }: z.output<typeof queueAnswer>): string[] {
  if (items.length === 0) return ['There is nothing to do.'];
  const rows = items.map((item) => [
    item.state,
    item.task.date,
    item.runId,
    item.task.refId,
    `${toOneLine(item.task.description)} (${toOneLine(item.title)})`,
    remarksOf(item),
  ]);
  const total = Object.values(totals).reduce((sum, each) => sum + each, 0);
  const rest = total - items.length;
  const table = formatTable(['state', 'date', 'run', 'task', 'what', 'remarks'], rows);
  return rest > 0 ? [...table, `${rest} more.`] : table;
}

/** What an act came to. */
export function describeActed({ run, effects }: z.output<typeof eventAnswer>): string[] {
  const types = [...new Set(effects.map(({ type }) => type))];
  const closed = run.tasks.filter(({ status }) => status === 'done' || status === 'skipped').length;
  const came = types.length === 0 ? 'Nothing else changed' : `Came of it: ${types.join(', ')}`;
  return [`${came}. ${closed} of ${run.tasks.length} tasks are closed.`];
}

/** The sentence, and what there is to show. */
export function describeProblem({ detail, missing = [] }: z.output<typeof problem>): string[] {
  return [detail, ...missing.map(({ name, type }) => `  missing: ${toOneLine(name)} (${type})`)];
}

function remarksOf({
  missing,
  blockedBy,
}: {
  readonly missing: readonly { readonly name: string }[];
  readonly blockedBy: readonly string[];
}): string {
  const remarks = [
    blockedBy.length > 0 && `after ${listing(blockedBy.map((refId) => quote(refId)))}`,
    missing.length > 0 && `needs ${listing(missing.map(({ name }) => toOneLine(name)))}`,
  ];
  return remarks.filter((remark) => remark !== false).join('; ');
}
