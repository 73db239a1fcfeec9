import { expect, test } from 'vitest';
import { EVENTS } from '../../../src/workflow/run/events.ts';
import fc from '../../support/generated.ts';
import { PROPERTIES } from './properties.ts';
import { statesOf, stories } from './stories.ts';

/** `tests/deep/every-history.test.ts` tries many more. */
const STORIES = 60;

test.each(Object.entries(PROPERTIES))('%s', (_name, holdsFor) => {
  holdsFor(STORIES);
});

test('the stories are worth telling: each event is accepted, runs are done and open again', () => {
  const tales = fc
    .sample(stories, { numRuns: 500, seed: 1 })
    .map(([run, events]) => statesOf(run, events));
  const types = new Set(
    tales.flatMap((states) => (states.at(-1)?.history ?? []).map(({ event }) => event.type)),
  );
  // `adoption.test.ts` is about the one that is left out.
  const told = Object.keys(EVENTS).filter((type) => type !== 'adopt');
  expect([...types].sort()).toEqual(told.sort());
  const statuses = tales.map((states) => states.map(({ status }) => status));
  expect(statuses.some((each) => each.includes('done'))).toBe(true);
  expect(
    statuses.some(
      (each) => each.includes('done') && each.lastIndexOf('active') > each.indexOf('done'),
    ),
  ).toBe(true);
});
