/** The comparison of templates for a terminal: plain text, the same bytes for the same comparison. */
import { toOneLine } from '../plan/task-words.ts';
import type { Change } from './change-classes.ts';
import type { Difference, TemplateDifference } from './diff-templates.ts';
import type { PlanShift } from './plan-shift.ts';

/** Workflows, their changes worst first, due dates that move; then the counts. Ends with a line break. */
export function formatDifference({ anchor, summary, templates }: Difference): string {
  if (templates.length === 0) return 'No workflow differs.\n';
  const { breaking, additive, cosmetic } = summary;
  return [
    ...templates.flatMap((template) => [...describeTemplate(template, anchor), '']),
    `${breaking} breaking, ${additive} additive, ${cosmetic} cosmetic`,
    '',
  ].join('\n');
}

function describeTemplate({ type, changes, shift }: TemplateDifference, anchor?: string): string[] {
  return [
    type,
    ...changes.flatMap(describe),
    ...(shift && anchor !== undefined ? describeShift(shift, anchor) : []),
  ];
}

/** The values only where they are short; a comparison of long texts is Git's to show. */
function describe(change: Change): string[] {
  const values = [change.before, change.after].map(shown);
  const isShort = values.every((value) => value.length <= 60);
  const hasValues = change.before !== undefined || change.after !== undefined;
  return [
    `  ${change.class.padEnd(8)}  ${toOneLine(change.message)}`,
    ...(hasValues && isShort ? [`            ${values[0]} → ${values[1]}`] : []),
    ...(change.class === 'cosmetic' ? [] : [`            ${change.effect}`]),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return toOneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function describeShift({ moved, added, removed }: PlanShift, anchor: string): string[] {
  const lines = [
    ...moved.map(({ refId, before, after }) => `    ${refId}: ${before} → ${after}`),
    ...removed.map(({ refId, due }) => `    ${refId}: ${due} → gone`),
    ...added.map(({ refId, due }) => `    ${refId}: new, ${due}`),
  ];
  const heading = `  Due dates of a run with the anchor ${anchor}`;
  return lines.length > 0 ? [`${heading}:`, ...lines] : [`${heading} stay as they are.`];
}
