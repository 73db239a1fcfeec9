/** Builds that are killed, and builds that run into each other: what stands there is whole. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { repairOutput } from '../../src/build/output-folder.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import fc from '../support/generated.ts';
import { smallBuild, textOf } from '../support/output-state.ts';
import { emittedPaths } from '../support/running-portal.ts';
import { root } from './served-portal.ts';

const isFull = env.OPSBOOK_TEST_FULL !== undefined;
const KILLS = isFull ? 300 : 40;
const PAIRS = isFull ? 100 : 12;
const WHOLE_KILLS = isFull ? 24 : 4;
const WHOLE_PAIRS = isFull ? 8 : 2;

/** Longer than a small build takes from its first step on. */
const MAX_MS = 200;
/** More than a small build has. */
const MAX_STEPS = 60;

describe('builds of a few files', () => {
  test(`killed ${KILLS} times leave the old one or the new one`, async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'dist');
    expect((await smallBuild(out, 'v')).status).toBe(0);
    const kinds = fc.oneof(
      fc.record({ steps: fc.integer({ min: 0, max: MAX_STEPS }) }),
      fc.record({ ms: fc.integer({ min: 20, max: MAX_MS }) }),
    );
    for (const [round, kill] of fc.sample(kinds, KILLS).entries()) {
      const before = textOf(out);
      const text = `v${round}`;
      const { status } = await smallBuild(out, text, kill);
      const left = textOf(out);
      expect([kill, [before, text, 'absent']]).toEqual([kill, expect.arrayContaining([left])]);
      if (status === 0) expect(left).toBe(text);
      // Every other time it is the next build that finds it so.
      if (round % 2 === 0) repairOutput(out, () => {});
      if (round % 2 === 0) expect(textOf(out)).toBe(left === 'absent' ? before : left);
    }
    expect((await smallBuild(out, 'last')).status).toBe(0);
    expect(textOf(out)).toBe('last');
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  test(`${PAIRS} times two at once: who ends with 0 has built, who ends with 2 says why`, async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'dist');
    for (let round = 0; round < PAIRS; round++) {
      const before = textOf(out);
      const texts = [`left-${round}`, `right-${round}`];
      // Sometimes one of the two is killed on the way.
      const kill = round % 3 === 2 ? { ms: 60 + (round % 60) } : {};
      const ended = await Promise.all(
        texts.map((text, index) => smallBuild(out, text, index === 0 ? {} : kill)),
      );
      const built = texts.filter((_, index) => ended[index]?.status === 0);
      for (const { status, stderr } of ended) {
        if (status === 2) expect(stderr).toMatch(/^Another build \(process \d+\)/m);
        else expect([0, undefined]).toContain(status);
      }
      repairOutput(out, () => {});
      const possible = kill.ms === undefined ? built : [before, ...texts];
      expect(possible).toContain(textOf(out));
      if (kill.ms === undefined) expect(built.length).toBeGreaterThan(0);
    }
    expect((await smallBuild(out, 'last')).status).toBe(0);
    expect(readdirSync(folder)).toEqual(['dist']);
  });
});

describe('builds of a portal', () => {
  const bin = join(root, 'bin', 'opsbook.js');

  async function buildWhole(folder: string, out: string, ms?: number) {
    const started = performance.now();
    const child = spawn(process.execPath, [bin, 'build', '--out', out], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    const timer = ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ms);
    const [status] = await once(child, 'close');
    clearTimeout(timer);
    return { status, stderr, ms: performance.now() - started };
  }

  function digest(out: string): string {
    if (!existsSync(out)) return 'absent';
    const hash = createHash('sha256');
    for (const path of emittedPaths(out)) hash.update(path).update(readFileSync(join(out, path)));
    return hash.digest('hex');
  }

  const content = {
    'content/a.md': doc('doc.a', 'First.\n'),
    'content/b.md': doc('doc.b', '[[doc.a]]\n'),
  };
  const change = (folder: string, version: number) =>
    writeFileSync(join(folder, 'content/a.md'), doc('doc.a', `Version ${version}.\n`));

  test(`killed ${WHOLE_KILLS} times leave the old one or the new one, and nothing else`, async () => {
    const folder = temporaryFolder(content);
    const out = join(folder, 'dist');
    const whole: string[] = [];
    let longest = 0;
    for (const version of [0, 1]) {
      change(folder, version);
      const { status, ms } = await buildWhole(folder, `reference-${version}`);
      expect(status).toBe(0);
      longest = Math.max(longest, ms);
      whole.push(digest(join(folder, `reference-${version}`)));
    }
    expect((await buildWhole(folder, 'dist')).status).toBe(0);
    for (let round = 0; round < WHOLE_KILLS; round++) {
      const before = digest(out);
      change(folder, round % 2);
      // The swap is at the end, so most are killed there.
      const part = round % 4 === 0 ? (round + 1) / WHOLE_KILLS : 0.8 + (0.3 * round) / WHOLE_KILLS;
      const { status } = await buildWhole(folder, 'dist', longest * part);
      expect([before, whole[round % 2], 'absent']).toContain(digest(out));
      repairOutput(out, () => {});
      expect([before, whole[round % 2]]).toContain(digest(out));
      if (status === 0) expect(digest(out)).toBe(whole[round % 2]);
    }
    expect((await buildWhole(folder, 'dist')).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([
      '.opsbook',
      'content',
      'dist',
      'reference-0',
      'reference-1',
    ]);
    const cached = readdirSync(join(folder, '.opsbook', 'cache'));
    expect(cached.filter((name) => name.endsWith('.scratch'))).toEqual([]);
  });

  test(`${WHOLE_PAIRS} times two at once: one is built, the other is too or says why not`, async () => {
    const folder = temporaryFolder(content);
    for (let round = 0; round < WHOLE_PAIRS; round++) {
      const ended = await Promise.all([buildWhole(folder, 'dist'), buildWhole(folder, 'dist')]);
      expect(ended.map(({ status }) => status)).toContain(0);
      for (const { status, stderr } of ended) {
        // On a busy machine they may follow each other.
        if (status === 0) continue;
        expect([status, stderr]).toEqual([
          2,
          expect.stringMatching(/^opsbook: Another build \(process \d+\) is writing into .*dist/),
        ]);
      }
      expect(existsSync(join(folder, 'dist/docs/doc.a/index.html'))).toBe(true);
      expect(readdirSync(folder).sort()).toEqual(['.opsbook', 'content', 'dist']);
    }
  });
});
