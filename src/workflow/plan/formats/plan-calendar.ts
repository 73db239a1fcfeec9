/**
 * A plan for a calendar program: iCalendar (RFC 5545), one event a task, written by ical.js
 * from its JSON form (jCal, RFC 7265). The same plan gives the same bytes. Browser-safe.
 */
import ICAL from 'ical.js';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import { parseDate } from '../../dates/calendar.ts';
import type { Bundle, PlannedTask } from '../plan.ts';
import {
  assigneeInWords,
  gateReason,
  instructionInWords,
  proofInWords,
  toOneLine,
} from '../task-words.ts';

export interface CalendarOptions {
  /** Day the file is made, `YYYY-MM-DD`; default the anchor date, for there is no clock here. */
  readonly stamp?: string;
  /** Address of the portal, e.g. `https://ops.example.org`; makes instructions links. */
  readonly portal?: string;
}

/** Name, parameters, type and value of a property, and a component with its parts (RFC 7265, 3.3–3.4). */
type Property = readonly [string, Readonly<Record<string, string>>, string, string];
type Component = readonly [string, readonly Property[], readonly Component[]];

/**
 * The events of a plan, in its order. A task without a time takes its whole day (`DATE`); one
 * with a time and a zone names the zone, whose `VTIMEZONE` is part of the file; one with a time
 * alone floats (RFC 5545, 3.3.5). Events take no time from anyone's day (`TRANSPARENT`).
 *
 * The UID is `<type>.<anchor>.<refId>@opsbook`, so a file imported again replaces its events; a
 * run for certain values has them before the refId. `DTSTAMP` is midnight UTC of `stamp`.
 * Throws `ImpossibleDate` for a `stamp` that does not exist.
 */
export function formatPlanCalendar(bundle: Bundle, options: CalendarOptions = {}): string {
  const stamp = parseDate(options.stamp ?? bundle.anchorDate);
  const zones = zonesOf(bundle);
  const calendar: Component = [
    'vcalendar',
    [
      ['version', {}, 'text', '2.0'],
      ['prodid', {}, 'text', '-//opsbook//plan//EN'],
      ['x-wr-calname', {}, 'text', toOneLine(bundle.title)],
    ],
    [
      ...[...zones.values()].map(({ component }) => component),
      ...bundle.tasks.map((task): Component => ['vevent', propertiesOf(task), []]),
    ],
  ];
  // The type of the library asks for the mutable arrays it would parse.
  return `${ICAL.stringify(calendar as unknown as Parameters<typeof ICAL.stringify>[0])}\r\n`;

  function propertiesOf(task: PlannedTask): Property[] {
    const zone = task.timeZone === undefined ? undefined : zones.get(task.timeZone);
    const phase = bundle.phases?.find(({ id }) => id === task.phase);
    const how = instructionInWords(task, options.portal);
    return [
      ['uid', {}, 'text', uidOf(bundle, task)],
      ['dtstamp', {}, 'date-time', `${stamp}T00:00:00Z`],
      task.time === undefined
        ? ['dtstart', {}, 'date', task.date]
        : ['dtstart', zone ? { tzid: zone.id } : {}, 'date-time', `${task.date}T${task.time}:00`],
      ['summary', {}, 'text', toOneLine(task.description)],
      ['description', {}, 'text', notesOf(bundle, task, how?.title)],
      ...(phase ? [['categories', {}, 'text', toOneLine(phase.name)] satisfies Property] : []),
      ...(how?.url ? [['url', {}, 'uri', how.url] satisfies Property] : []),
      ['transp', {}, 'text', 'TRANSPARENT'],
    ];
  }
}

function uidOf({ templateType, anchorDate, for: values = {} }: Bundle, task: PlannedTask): string {
  const parts = [...Object.values(values).map(encodeURIComponent), task.refId];
  return `${templateType}.${anchorDate}.${parts.join('.')}@opsbook`;
}

/** What an operator wants to know before opening anything else, a line each. */
function notesOf(bundle: Bundle, task: PlannedTask, how: string | undefined): string {
  const proof = proofInWords(task);
  const who = assigneeInWords(task, bundle);
  return [
    bundle.title,
    ...(who ? [`Who: ${who}`] : []),
    ...(proof ? [`Proof: ${proof}`] : []),
    ...(how ? [`How: ${how}`] : []),
    ...(task.dependsOn?.length ? [`After: ${task.dependsOn.join(', ')}`] : []),
    ...(task.humanGate ? [`A person must act: ${gateReason(task)}`] : []),
  ]
    .map(toOneLine)
    .join('\n');
}

interface Zone {
  /** The name the component goes by: a former name such as `Europe/Kiev` has a present one. */
  readonly id: string;
  readonly component: Component;
}

/** Zones of the plan in the order of their names, by the name a task has them under. */
function zonesOf({ tasks }: Bundle): Map<string, Zone> {
  const names = new Set(tasks.map(({ timeZone }) => timeZone).filter((name) => name !== undefined));
  return new Map(
    [...names].sort().flatMap((name) => {
      const [block, parameter] = tzlib_get_ical_block(name);
      // Without a definition the time floats; every zone of the tz database has one.
      if (!block || !parameter) return [];
      const component = ICAL.parse(block) as unknown as Component;
      return [[name, { id: parameter.slice('TZID='.length), component }]];
    }),
  );
}
