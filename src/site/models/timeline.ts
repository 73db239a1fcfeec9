/** The phases of a workflow on an axis of days before and after its anchor date, with all places computed. */
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { phaseGroups } from '../../workflow/phase-groups.ts';

export interface Timeline {
  readonly width: number;
  readonly height: number;
  /** Where the anchor date is. */
  readonly anchorX: number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly rows: readonly TimelineRow[];
  readonly title: string;
  /** What the picture shows, in words. */
  readonly words: string;
}

export interface TimelineRow {
  /** The name of the phase, broken into lines that fit. */
  readonly lines: readonly string[];
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly dots: readonly { readonly x: number; readonly isMilestone: boolean }[];
}

const WIDTH = 680;
const LABELS = 236;
const MARGIN = 24;
const TOP = 44;
const ROW = 34;
/** Two lines fit into a row. */
const CHARACTERS_PER_LINE = 34;
const STEPS = [1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730];

/** Undefined when there is nothing to see: every task is due on one day. */
export function describeTimeline(template: WorkflowTemplate): Timeline | undefined {
  const { taskDefinitions } = template;
  const offsets = taskDefinitions.map(dayOf);
  const first = Math.min(0, ...offsets);
  const last = Math.max(0, ...offsets);
  if (first === last) return undefined;
  const scale = (WIDTH - LABELS - 2 * MARGIN) / (last - first);
  const xOf = (day: number) => Math.round((LABELS + MARGIN + (day - first) * scale) * 10) / 10;
  const step = STEPS.find((each) => (last - first) / each <= 8) ?? 3650;
  const days: number[] = [];
  for (let day = Math.ceil(first / step) * step; day <= last; day += step) days.push(day);
  const filled = phaseGroups(template).flatMap(({ phase, tasks }) =>
    tasks.length === 0 ? [] : [{ name: phase?.name ?? 'All tasks', tasks }],
  );
  return {
    title: template.phases ? 'Phases over time' : 'Tasks over time',
    width: WIDTH,
    height: TOP + filled.length * ROW + 8,
    anchorX: xOf(0),
    ticks: days.map((day) => ({ x: xOf(day), label: signed(day) })),
    rows: filled.map(({ name, tasks }, index) => ({
      lines: breakName(name),
      y: TOP + index * ROW + ROW / 2,
      from: xOf(Math.min(...tasks.map(dayOf))),
      to: xOf(Math.max(...tasks.map(dayOf))),
      // Milestones last, so that their rings lie on top.
      dots: tasks
        .map((task) => ({ x: xOf(dayOf(task)), isMilestone: task.isMilestone ?? false }))
        .sort((a, b) => Number(a.isMilestone) - Number(b.isMilestone)),
    })),
    words: filled
      .map(({ name, tasks }) => {
        const [from, to] = [Math.min(...tasks.map(dayOf)), Math.max(...tasks.map(dayOf))];
        return `${name}: day ${from === to ? signed(from) : `${signed(from)} to ${signed(to)}`}`;
      })
      .join('; '),
  };
}

/** Between words, as late as the first line allows. */
function breakName(name: string): string[] {
  if (name.length <= CHARACTERS_PER_LINE) return [name];
  const end = name.lastIndexOf(' ', CHARACTERS_PER_LINE);
  if (end < 0) return [shorten(name)];
  return [name.slice(0, end), shorten(name.slice(end + 1))];
}

function shorten(text: string): string {
  return text.length > CHARACTERS_PER_LINE ? `${text.slice(0, CHARACTERS_PER_LINE - 1)}…` : text;
}

/** Workdays as the calendar days they take on the whole: seven for five. */
function dayOf({ offsetDays, offsetWorkdays }: TaskDefinition): number {
  return offsetDays ?? Math.round(((offsetWorkdays ?? 0) * 7) / 5);
}

function signed(day: number): string {
  return day < 0 ? `−${-day}` : day > 0 ? `+${day}` : '0';
}
