/** The swap of an output folder, by processes that are killed at every step and run into each other. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimOutput, repairOutput } from '../../src/build/output-folder.ts';
import { ownName } from '../../src/build/owned-names.ts';
import { temporaryFolder } from '../support/content.ts';
import { smallBuild, textOf } from '../support/output-state.ts';

const nothing = () => {};

/** Names of a process that is not there any more: no machine gives out so large a number. */
const deadName = (part: Parameters<typeof ownName>[0]) =>
  ownName(part).replace(/^\d+-\d+/, '99999999-1');

function claim(out: string, notices: string[] = []) {
  return claimOutput(out, join(out, '..', 'content'), (sentence) => notices.push(sentence));
}

/** Builds within this process. */
function buildHere(out: string, text: string, notices: string[] = []): void {
  const output = claim(out, notices);
  for (const path of ['index.html', 'docs/a/index.html', `docs/${text}/index.html`]) {
    mkdirSync(join(output.next, path, '..'), { recursive: true });
    writeFileSync(join(output.next, path), text);
  }
  writeFileSync(join(output.next, 'build.json'), '{"version":1,"inputs":[]}');
  output.swap();
  output.release();
}

test('a build that is killed before any of its steps leaves the old one or the new one', async () => {
  const folder = temporaryFolder();
  const out = join(folder, 'dist');
  buildHere(out, 'v0');
  const states: string[] = [];
  const notices: string[] = [];
  let ended = false;
  // Each round starts from what the one before it has left, too.
  for (let steps = 0; !ended; steps++) {
    expect(steps).toBeLessThan(100);
    const before = textOf(out);
    const { status, stderr } = await smallBuild(out, `v${steps + 1}`, { steps });
    ended = status === 0;
    notices.push(stderr);
    const left = textOf(out);
    expect([before, 'absent', `v${steps + 1}`]).toContain(left);
    repairOutput(out, (sentence) => notices.push(sentence));
    const repaired = textOf(out);
    expect(repaired).toBe(left === 'absent' ? before : left);
    states.push(left === 'absent' ? 'absent' : left === before ? 'old' : 'new');
  }
  // Every state was met; what a round clears away first shifts the step between the two renames.
  expect(states.filter((state) => state === 'absent').length).toBeGreaterThan(0);
  expect(states.filter((state) => state === 'old').length).toBeGreaterThan(5);
  expect(states.filter((state) => state === 'new').length).toBeGreaterThan(5);
  expect(notices.join('\n')).toMatch(
    /^A build \(process \d+\) did not end; the one before it is back in .*dist\.$/m,
  );
  expect(notices.join('\n')).toMatch(
    /^A build \(process \d+\) did not end; what it left is removed\.$/m,
  );
  expect(readdirSync(folder)).toEqual(['dist']);
});

describe('a second build into the same folder', () => {
  test('is told so, ends with 2 and changes nothing', async () => {
    const out = join(temporaryFolder(), 'dist');
    const first = claim(out);
    const { status, stderr } = await smallBuild(out, 'second');
    expect([status, stderr]).toEqual([
      2,
      `Another build (process ${process.pid}) is writing into ${out} — run this again when it has ended.\n`,
    ]);
    expect(textOf(out)).toBe('absent');
    first.release();
    expect((await smallBuild(out, 'third')).status).toBe(0);
    expect(textOf(out)).toBe('third');
  });

  test('that starts at the same moment is built, or told so', async () => {
    const out = join(temporaryFolder(), 'dist');
    const ended = await Promise.all(['x', 'y', 'z'].map((text) => smallBuild(out, text)));
    expect(ended.map(({ status }) => status)).toContain(0);
    const built = ['x', 'y', 'z'].filter((_, index) => ended[index]?.status === 0);
    expect(built).toContain(textOf(out));
    for (const { status, stderr } of ended) {
      if (status !== 0)
        expect([status, stderr]).toEqual([2, expect.stringMatching(/^Another build/)]);
    }
  });

  test('of another machine is believed for an hour', async () => {
    const out = join(temporaryFolder(), 'dist');
    const work = join(out, '..', '.dist.opsbook');
    mkdirSync(work);
    const lock = join(work, deadName('lock').replace(/-[0-9a-f]{8}-/, '-00000000-'));
    writeFileSync(lock, '');
    expect(() => claim(out)).toThrow(`of another machine) is writing into ${out}`);
    expect(() => claim(out)).toThrow(`if it was stopped, remove ${lock}`);
    rmSync(lock);
    claim(out).release();
  });
});

test('a lock of a number that was given to another process since is nobody’s', () => {
  const out = join(temporaryFolder(), 'dist');
  mkdirSync(join(out, '..', '.dist.opsbook'));
  writeFileSync(
    join(out, '..', '.dist.opsbook', ownName('lock').replace(/^\d+-\d+/, `${process.pid}-1`)),
    '',
  );
  const notices: string[] = [];
  if (process.platform !== 'linux') return;
  claim(out, notices).release();
  expect(notices).toEqual([
    `A build (process ${process.pid}) did not end; what it left is removed.`,
  ]);
});

test('a build whose lock was taken away publishes nothing', () => {
  const out = join(temporaryFolder(), 'dist');
  buildHere(out, 'old');
  const output = claim(out);
  mkdirSync(output.next);
  const work = join(out, '..', '.dist.opsbook');
  for (const name of readdirSync(work)) if (name.endsWith('.lock')) rmSync(join(work, name));
  expect(() => output.swap()).toThrow(/was removed while .*dist was being built — build again\.$/);
  output.release();
  expect(textOf(out)).toBe('old');
});

describe('what bears no record of ours', () => {
  const foreign = {
    'public.old/thesis.txt': 'ten years of work',
    'public.next/draft.txt': 'the next ten',
    '.public.opsbook/notes.txt': 'mine',
    '.public.opsbook/4711.old/index.html': 'mine too',
  };

  test('is left alone by builds and repairs', () => {
    const folder = temporaryFolder(foreign);
    const out = join(folder, 'public');
    repairOutput(out, nothing);
    expect(existsSync(out)).toBe(false);
    buildHere(out, 'one');
    buildHere(out, 'two');
    for (const [path, text] of Object.entries(foreign)) {
      expect([path, readFileSync(join(folder, path), 'utf8')]).toEqual([path, text]);
    }
  });

  test.each([
    ['nothing', {}],
    ['a record of another program', { 'build.json': '{"version":"3.1"}' }],
    ['half a record', { 'build.json': '{"version":1,"inp' }],
  ])('is not put back as a build: %s', (_, files) => {
    const folder = temporaryFolder();
    const out = join(folder, 'docs');
    const old = join(folder, '.docs.opsbook', deadName('old'));
    mkdirSync(old, { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(old, path), text);
    repairOutput(out, nothing);
    expect(existsSync(out)).toBe(false);
  });

  test('is not replaced, though it has a file of the same name', () => {
    const out = join(temporaryFolder({ 'dist/build.json': '{"name":"other"}' }), 'dist');
    expect(() => claim(out)).toThrow(/holds files that are no build/);
    expect(readdirSync(join(out, '..'))).toEqual(['dist']);
  });
});

test('a repair while a build is at work waits for its second rename, or says who is at work', () => {
  const out = join(temporaryFolder(), 'dist');
  buildHere(out, 'one');
  const output = claim(out);
  renameSync(out, join(output.next, '..', ownName('old')));
  expect(() => repairOutput(out, nothing)).toThrow(/^Another build/);
  output.release();
  repairOutput(out, nothing);
  expect(textOf(out)).toBe('one');
});
