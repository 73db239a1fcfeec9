/** The tables of the library's documentation, held against the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSAL_CODES } from 'opsbook/workflow';
import { expect, test } from 'vitest';
import { EVENTS } from '../../src/workflow/run/events.ts';
import { ROOT } from '../support/published.ts';

const text = readFileSync(join(ROOT, 'docs/consuming-templates.md'), 'utf8');

/** Cells of the rows of the table under this head. */
function rowsOf(head: string): string[][] {
  const [, below = ''] = text.split(`\n| \`${head}\` |`);
  const [table = ''] = below.split('\n\n', 1);
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').slice(1));
}

function namesIn(cell = ''): string[] {
  return [...cell.matchAll(/`([^`?]+)\??`/g)].map(([, name = '']) => name);
}

test('every event is documented, with all that it says', () => {
  const told = rowsOf('type').map(([type, keys]) => [namesIn(type)[0], namesIn(keys).sort()]);
  const known = Object.entries(EVENTS).map(([type, { shape }]) => [
    type,
    Object.keys(shape).sort(),
  ]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(known));
});

test('every code of a refusal is documented', () => {
  const told = rowsOf('code').flatMap(([codes]) => namesIn(codes));
  expect(told.sort()).toEqual([...REFUSAL_CODES].sort());
});
