/**
 * No document keeps the machine busy, whatever it repeats: it takes at most twenty times as long as
 * plain text of the largest size, measured in the same run, and a bounded part of the memory. Each is
 * read in a process of its own, which can be ended. Seeded; a failure names the pattern.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { env } from 'node:process';
import { beforeAll, expect, test } from 'vitest';
import { type CostlyDocument, costlyDocument, KNOWN, PLAIN } from '../support/costly-documents.ts';
import fc from '../support/generated.ts';

const isFull = env.OPSBOOK_TEST_FULL !== undefined;
const GENERATED = isFull ? 400 : 24;
const MAX_RATIO = 20;
const MAX_MEGABYTES = 4_096;

let plainMs: number;

interface Cost {
  readonly ms: number;
  readonly megabytes: number;
}

const program = join(import.meta.dirname, '..', 'support', 'process-document.ts');

/** What reading costs, or why it has no end. */
function read(document: CostlyDocument, timeout?: number): Cost | string {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program], {
    input: JSON.stringify(document),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    ...(timeout && { timeout, killSignal: 'SIGKILL' }),
  });
  if (signal) return 'it takes too long';
  return status === 0 ? JSON.parse(stdout) : (/^\w*Error.*|FATAL.*/m.exec(stderr)?.[0] ?? stderr);
}

/** Undefined when the document is read as it should be. */
function problemOf(document: CostlyDocument): string | undefined {
  const cost = read(document, Math.ceil(plainMs * MAX_RATIO) + 10_000);
  const problem =
    typeof cost === 'string'
      ? cost
      : cost.ms > plainMs * MAX_RATIO
        ? `it takes ${Math.round(cost.ms / plainMs)} times as long as plain text`
        : cost.megabytes > MAX_MEGABYTES
          ? `it takes ${Math.round(cost.megabytes)} MB`
          : undefined;
  const { path, text } = document;
  return (
    problem &&
    `${path} ${JSON.stringify(text.slice(0, 120))}… ${JSON.stringify(text.slice(-40))}: ${problem}`
  );
}

beforeAll(() => {
  const costs = [read(PLAIN), read(PLAIN)].map((cost) =>
    typeof cost === 'string' ? cost : cost.ms,
  );
  expect(costs).toEqual([expect.any(Number), expect.any(Number)]);
  plainMs = Math.max(...costs.map(Number));
});

test('what once stopped the machine does so no more', () => {
  expect(KNOWN.flatMap((document) => problemOf(document) ?? [])).toEqual([]);
});

test(`${GENERATED} documents of patterns take no more than their share`, () => {
  const documents = fc.sample(costlyDocument, GENERATED);
  expect(documents.flatMap((document) => problemOf(document) ?? [])).toEqual([]);
});
