/** How a planned task reads, whatever the form a plan is written in. Browser-safe. */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import { type PlainDate, weekdayOf } from '../dates/calendar.ts';
import type { Bundle, PlannedTask } from './plan.ts';

/** `14 tasks, 2026-07-01 to 2026-07-24`. */
export function extentInWords({ tasks }: Pick<Bundle, 'tasks'>): string {
  const [first, last] = [tasks.at(0)?.date, tasks.at(-1)?.date];
  const count = tasks.length === 1 ? '1 task' : `${tasks.length} tasks`;
  return first === last ? `${count}, ${first ?? 'no date'}` : `${count}, ${first} to ${last}`;
}

/** What the proof is and, in brackets, the form it takes; empty for a task without one. */
export function proofInWords({ proofRequirement, validation }: PlannedTask): string {
  const label =
    typeof validation === 'string'
      ? (proofRequirement?.label ?? validation)
      : (validation.completionProof ?? '');
  if (!proofRequirement) return label;
  const { type, required } = proofRequirement;
  return `${label} (${required ? type : `${type}, optional`})`;
}

/** Who does the task, by the name of the role; empty for nobody in particular. */
export function assigneeInWords(
  { assigneeId }: Pick<PlannedTask, 'assigneeId'>,
  { roles }: Pick<Bundle, 'roles'>,
): string {
  return assigneeId === undefined
    ? ''
    : (new Map(Object.entries(roles)).get(assigneeId) ?? assigneeId);
}

export interface InstructionWords {
  readonly title: string;
  /** Whole address; absent where only a path within a portal is known. */
  readonly url?: string;
}

/** Where to read how a task is done; pages of the portal have an address if `portal` is one. */
export function instructionInWords(
  { instruction, instructionsUrl }: PlannedTask,
  portal?: string,
): InstructionWords | undefined {
  if (!instruction)
    return instructionsUrl ? { title: instructionsUrl, url: instructionsUrl } : undefined;
  const { title, url } = instruction;
  return { title, ...(portal !== undefined && { url: new URL(url, portal).href }) };
}

/** Why a person must close the task, whatever the condition. */
export function gateReason({ humanGate }: Pick<TaskDefinition, 'humanGate'>): string | undefined {
  return typeof humanGate === 'object' ? humanGate.reason : humanGate;
}

/** `Wednesday`. */
export function weekdayInWords(date: PlainDate): string {
  const weekday = weekdayOf(date);
  return weekday.charAt(0).toUpperCase() + weekday.slice(1);
}

/** One line without control characters: titles and descriptions may hold anything. */
export function toOneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}
