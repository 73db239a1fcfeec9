/** What the library accepts and returns keeps to the schemas that others are given. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { publishedSchemas } from '../../../schemas/published.ts';
import { EVENTS } from '../../../src/workflow/run/events.ts';
import fc from '../../support/generated.ts';
import { statesOf, stories } from './stories.ts';

function schemaOf(name: string): object {
  return publishedSchemas().find(({ file }) => file === name)?.schema ?? {};
}
const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const isRun = ajv.compile(schemaOf('run.schema.json'));
const isEvent = ajv.compile(schemaOf('run-event.schema.json'));

test('every state of a run, and every accepted event, is what the schemas say', () => {
  fc.assert(
    fc.property(stories, ([run, events]) => {
      const last = JSON.parse(JSON.stringify(statesOf(run, events).at(-1)));
      expect(isRun(last), ajv.errorsText(isRun.errors)).toBe(true);
      for (const { event } of last.history ?? []) {
        expect(isEvent(event), `${event.type}: ${ajv.errorsText(isEvent.errors)}`).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('the schema of events knows each event and each of its keys', () => {
  const { oneOf = [], anyOf = oneOf } = schemaOf('run-event.schema.json') as {
    oneOf?: { properties: Record<string, { const?: string }> }[];
    anyOf?: { properties: Record<string, { const?: string }> }[];
  };
  const keys = Object.fromEntries(
    anyOf.map(({ properties: { type, at: _at, by: _by, commandId: _id, ...rest } }) => [
      type?.const,
      Object.keys(rest).sort(),
    ]),
  );
  const known = Object.entries(EVENTS).map(([type, { shape }]) => [
    type,
    Object.keys(shape).sort(),
  ]);
  expect(keys).toEqual(Object.fromEntries(known));
  expect(isEvent({ type: 'complete', at: '2026-07-01' })).toBe(false);
  expect(isEvent({ type: 'complete', at: '2026-07-01', refId: 'a', coment: 'x' })).toBe(false);
});
