/**
 * What holds for runs whatever happens to them, told in far more stories than the tests of the
 * library have time for. Seeded, but for full counts; a failure prints what to repeat it with.
 */
import { env } from 'node:process';
import { test } from 'vitest';
import { PROPERTIES } from '../workflow/run/properties.ts';

const STORIES = env.OPSBOOK_TEST_FULL === undefined ? 400 : 4_000;

test.each(Object.entries(PROPERTIES))('%s', (_name, holdsFor) => {
  holdsFor(STORIES);
});
