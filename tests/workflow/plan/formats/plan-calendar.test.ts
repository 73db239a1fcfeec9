/** Calendar files are read back by another parser than the library that writes them. */
import ical, { type CalendarResponse, type VEvent } from 'node-ical';
import { describe, expect, test } from 'vitest';
import { formatPlanCalendar } from '../../../../src/workflow/plan/formats/plan-calendar.ts';
import { ImpossibleDate, planWorkflow } from '../../../../src/workflow/plan/plan.ts';
import fc from '../../../support/generated.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  readRuntimeTemplate,
} from '../../runtime-template.ts';

const oss = planWorkflow(compileRuntimeTemplate(readRuntimeTemplate('oss')), {
  anchor: '2026-07-22',
});

function planSmall(tasks: readonly object[], overrides: object = {}, anchor = '2026-07-22') {
  return planWorkflow(compileSmall(tasks, overrides), { anchor });
}

function eventsOf(text: string): VEvent[] {
  const parts: CalendarResponse = ical.sync.parseICS(text);
  return Object.values(parts).filter((part): part is VEvent => part?.type === 'VEVENT');
}

/** Content lines with their folds undone (RFC 5545, 3.1). */
const linesOf = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

describe('the Open-Source Spotlight of 2026-07-22', () => {
  const text = formatPlanCalendar(oss);

  test('has an event on the day of each task', () => {
    const events = eventsOf(text);
    expect(events.map(({ uid, start, datetype }) => [uid, start.toDateString(), datetype])).toEqual(
      oss.tasks.map(({ refId, date }) => [
        `oss.2026-07-22.${refId}@opsbook`,
        new Date(`${date}T00:00`).toDateString(),
        'date',
      ]),
    );
    expect(events.map(({ summary }) => summary)).toEqual(
      oss.tasks.map(({ description }) => description),
    );
  });

  test('says who does a task, what proof it needs and where to read how it is done', () => {
    const [, event] = eventsOf(formatPlanCalendar(oss, { portal: 'https://ops.example.org' }));
    const [, task] = oss.tasks;
    expect(event?.description).toBe(
      `Open-Source Spotlight: 2026-07-22\nWho: user-operator\nProof: Guest email (url)\nHow: ${task?.instruction?.title}`,
    );
    expect(event?.url).toBe(`https://ops.example.org${task?.instruction?.url}`);
    expect(eventsOf(text)[1]).not.toHaveProperty('url');
  });

  test('is made on the anchor date, or on the day it is told', () => {
    expect(linesOf(text).filter((line) => line === 'DTSTAMP:20260722T000000Z')).toHaveLength(14);
    const stamped = linesOf(formatPlanCalendar(oss, { stamp: '2026-06-01' }));
    expect(stamped.filter((line) => line === 'DTSTAMP:20260601T000000Z')).toHaveLength(14);
    expect(() => formatPlanCalendar(oss, { stamp: '2026-02-30' })).toThrow(ImpossibleDate);
  });

  test('is the same file every time', () => {
    expect(formatPlanCalendar(structuredClone(oss))).toBe(text);
  });
});

describe('a time', () => {
  const anchor = { label: 'Day', timeZone: 'Europe/Berlin' };
  const timed = [{ offsetDays: 0, time: '17:00' }];

  test('in a zone comes with the definition of the zone', () => {
    const text = formatPlanCalendar(planSmall(timed, { anchor }));
    expect(linesOf(text)).toContain('DTSTART;TZID=Europe/Berlin:20260722T170000');
    const inWinter = formatPlanCalendar(planSmall(timed, { anchor }, '2026-12-22'));
    expect([text, inWinter].flatMap(eventsOf).map(({ start }) => start.toISOString())).toEqual([
      '2026-07-22T15:00:00.000Z',
      '2026-12-22T16:00:00.000Z',
    ]);
    const zone = Object.values(ical.sync.parseICS(text)).find((part) => part?.type === 'VTIMEZONE');
    expect(zone).toMatchObject({ tzid: 'Europe/Berlin' });
  });

  test('without a zone floats, and no zone is defined', () => {
    const lines = linesOf(formatPlanCalendar(planSmall(timed)));
    expect(lines).toContain('DTSTART:20260722T170000');
    expect(lines).not.toContain('BEGIN:VTIMEZONE');
  });

  test('is written as it is meant, also when clocks skip it', () => {
    const skipped = planSmall([{ offsetDays: 0, time: '02:30' }], { anchor }, '2026-03-29');
    expect(linesOf(formatPlanCalendar(skipped))).toContain(
      'DTSTART;TZID=Europe/Berlin:20260329T023000',
    );
  });

  test('in a zone with a former name keeps to the definition it comes with', () => {
    const former = { label: 'Day', timeZone: 'Europe/Kiev' };
    const lines = linesOf(formatPlanCalendar(planSmall(timed, { anchor: former })));
    expect(lines).toContain('TZID:Europe/Kyiv');
    expect(lines).toContain('DTSTART;TZID=Europe/Kyiv:20260722T170000');
  });
});

test('every zone the platform knows has a definition', () => {
  for (const timeZone of Intl.supportedValuesOf('timeZone')) {
    const text = formatPlanCalendar(
      planSmall([{ offsetDays: 0, time: '17:00' }], { anchor: { label: 'Day', timeZone } }),
    );
    expect(linesOf(text)).toContain('BEGIN:VTIMEZONE');
    expect(text).toContain('DTSTART;TZID=');
  }
});

test('runs for different values have events of their own', () => {
  const template = compileSmall([{ offsetDays: 0 }], { forEach: ['client', 'developer'] });
  const uidOf = (client: string) =>
    eventsOf(
      formatPlanCalendar(
        planWorkflow(template, { anchor: '2026-07-22', for: { client, developer: 'ann' } }),
      ),
    )[0]?.uid;
  expect(uidOf('acme')).toBe('small.2026-07-22.acme.ann.task-0@opsbook');
  expect(uidOf('a b,c')).toBe('small.2026-07-22.a%20b%2Cc.ann.task-0@opsbook');
});

test('no text breaks out of its line, and no line is longer than 75 octets', () => {
  const description = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 200 })
    .filter((text) => text.isWellFormed() && text.trim() !== '');
  fc.assert(
    fc.property(
      description,
      fc.constantFrom('', ';', ',', '\\n', '\nEND:VEVENT\n'),
      (some, sign) => {
        const text = formatPlanCalendar(planSmall([{ offsetDays: 0, description: some + sign }]));
        expect(linesOf(text).filter((line) => /^(?:BEGIN|END):/.test(line))).toEqual([
          'BEGIN:VCALENDAR',
          'BEGIN:VEVENT',
          'END:VEVENT',
          'END:VCALENDAR',
        ]);
        expect(text).not.toMatch(/[^\r]\n|\r[^\n]/);
        for (const line of text.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        }
      },
    ),
  );
});
