/** A process that is killed while it keeps files: what it said is kept is whole, and nothing else counts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { openDiskBlobs } from '../../src/server/work/blobs/disk-blobs.ts';
import { hashOf, listOf } from '../server/work/blobs-contract.ts';
import { root } from './served-portal.ts';

const ROUNDS = env.OPSBOOK_TEST_FULL === undefined ? 15 : 200;

const folder = mkdtempSync(join(tmpdir(), 'opsbook-killed-uploads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps one file after another, four at a time, and prints the hash of each that is kept. */
const PROGRAM = `
  import { randomBytes } from 'node:crypto';
  import { openDiskBlobs } from '${root}/src/server/work/blobs/disk-blobs.ts';
  const blobs = openDiskBlobs('${folder}');
  async function* pieces() {
    for (let piece = 0; piece < 8; piece++) yield randomBytes(5000);
  }
  async function keepOn() {
    for (;;) {
      const { sha256 } = await blobs.put(pieces(), { maxBytes: 1e6, bytesLeft: 1e6 });
      process.stdout.write(sha256 + '\\n');
    }
  }
  await Promise.all([keepOn(), keepOn(), keepOn(), keepOn()]);
`;

/** Kills the program once it has kept `count` files; the hashes it printed. */
async function killAfter(count: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM]);
  const gone = once(child, 'exit');
  const kept: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.length === 64) kept.push(line);
    if (kept.length === count) child.kill('SIGKILL');
  }
  await gone;
  return kept;
}

test('what was said to be kept is whole, and what was cut off counts as nothing', async () => {
  const blobs = openDiskBlobs(folder);
  const acknowledged: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    acknowledged.push(...(await killAfter(1 + ((round * 7) % 40))));
  }
  const listed = await listOf(blobs);
  const hashes = new Set(listed.map(({ sha256 }) => sha256));
  expect(acknowledged.filter((sha256) => !hashes.has(sha256))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  for (const { sha256, size } of listed) {
    const bytes = await new Response(await (await blobs.open(sha256))?.read()).arrayBuffer();
    expect([hashOf(new Uint8Array(bytes)), bytes.byteLength]).toEqual([sha256, size]);
    expect(size).toBe(40_000);
  }
  const incoming = join(folder, 'incoming');
  expect(readdirSync(incoming).length).toBeGreaterThan(0);
  await blobs.sweep(Date.now() + 25 * 3_600_000);
  expect(readdirSync(incoming)).toEqual([]);
  expect((await listOf(blobs)).length).toBe(listed.length);
});
