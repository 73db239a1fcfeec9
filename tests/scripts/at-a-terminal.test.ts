/** What a person at a terminal sees besides: progress, and what to do next. Nobody else does. */
import { expect, test } from 'vitest';
import { doc, temporaryFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';

const CLEAR = '\r\u001b[K';

const many = Object.fromEntries(
  Array.from({ length: 301 }, (_, index) => [`content/${index}.md`, doc(`doc.n${index}`)]),
);

/** Such as `npm test` runs in may be one of these. */
const AT_HOME = { CI: '' };

test.each([
  ['validate', 'Checking 301 documents …'],
  ['validate --fix --dry-run', 'Checking 301 documents …'],
  ['lock', 'Reading 301 documents …'],
  ['search nothing-like-it', 'Reading 301 documents …'],
  ['move content/1.md content/one.md --dry-run', 'Reading 301 documents …'],
  ['adopt content --dry-run', 'Reading 301 documents …'],
  ['new sop Title --domain media', 'Reading 301 documents …'],
  ['plan none --anchor 2026-07-22', 'Reading 301 documents …'],
])('`%s` says what it does with many documents, and takes it away', async (line, progress) => {
  const cwd = temporaryFolder(many);
  const words = line.split(' ');
  const { stderr } = await runOpsbook(words, { cwd, env: AT_HOME, isTTY: true });
  expect(stderr.startsWith(progress + CLEAR)).toBe(true);
  expect(stderr.slice(progress.length + CLEAR.length)).not.toContain('\r');
});

test('a job and a pipe get no progress', async () => {
  for (const silent of [{ env: { CI: 'true' }, isTTY: true }, { env: AT_HOME }]) {
    const { stderr } = await runOpsbook(['lock'], { cwd: temporaryFolder(many), ...silent });
    expect(stderr).toBe('registry.lock.json is updated.\n');
  }
});

test('few documents need no progress', async () => {
  const cwd = temporaryFolder({ 'content/a.md': doc('doc.a') });
  const { stderr } = await runOpsbook(['lock'], { cwd, env: AT_HOME, isTTY: true });
  expect(stderr).toBe('registry.lock.json is updated.\n');
});

test('validate ends with what to do next, in one line', async () => {
  const cwd = temporaryFolder({
    'docs/a.md': doc('doc.a', '[[doc.bb]]\n'),
    'docs/b.md': doc('doc.b'),
  });
  const options = { cwd, env: AT_HOME };
  const next = async (...args: string[]) =>
    (await runOpsbook(['validate', 'docs', ...args], { ...options, isTTY: true })).stderr;
  expect(await next()).toBe('Next: `opsbook explain reference/unknown-document` tells more.\n');
  expect(await next('--format', 'json')).toBe('');
  expect((await runOpsbook(['validate', 'docs'], options)).stderr).toBe('');
});

test('validate names --fix where something can be fixed', async () => {
  const cwd = temporaryFolder({
    'content/a.md': doc('doc.a', '[[doc.old]]\n'),
    'content/b.md': doc('doc.b').replace('id: doc.b', 'id: doc.b\naliases: [doc.old]'),
  });
  const options = { cwd, env: AT_HOME, isTTY: true };
  const { stderr } = await runOpsbook(['validate'], options);
  expect(stderr).toMatch(
    /^Next: `opsbook validate --fix` fixes 1 of them, `opsbook explain \S+` tells more\.\n$/,
  );
  expect((await runOpsbook(['validate', '--fix'], options)).stderr).not.toContain('fixes');
});
