/** Every test of work that is kept which is not about the embedded file, over PostgreSQL. */
import { describe } from 'vitest';
import { keepWorkIn } from '../server/work/work-fixture.ts';
import { withPostgres } from '../support/postgres.ts';

keepWorkIn(withPostgres());

describe.each([
  ['runs', () => import('../server/work/runs.test.ts')],
  ['catch-up', () => import('../server/work/catch-up.test.ts')],
  ['ticks', () => import('../server/work/tick.test.ts')],
  ['exports', () => import('../server/work/portable.test.ts')],
  ['what each role sees', () => import('../workspace/seen-run.test.ts')],
  ['a first run', () => import('../scenarios/first-run-in-the-workspace.test.ts')],
  ['a spotlight', () => import('../scenarios/open-source-spotlight-workflow.test.ts')],
] as const)('%s', async (_, load) => {
  await load();
});
