/** The formats of `validate` for jobs, as they leave the command. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doc, temporaryFolder } from '../../support/content.ts';
import { runOpsbook } from '../../support/opsbook.ts';

const files = {
  'site/content/a.md': doc('doc.a', 'See [[doc.gone]].\n'),
  'site/content/b.md': 'See [[doc.a]].\n',
};

test('github: annotations count from the top of the checkout, the summary is appended', async () => {
  const workspace = temporaryFolder({ ...files, 'summary.md': 'Before.\n' });
  const summary = join(workspace, 'summary.md');
  const env = { GITHUB_WORKSPACE: workspace, GITHUB_STEP_SUMMARY: summary };
  const { status, stdout } = await runOpsbook(['validate', '--format', 'github'], {
    cwd: join(workspace, 'site'),
    env,
  });
  expect(status).toBe(1);
  const [first, second, ...rest] = stdout.split('\n');
  expect(first).toMatch(
    /^::error file=site\/content\/a\.md,line=7,endLine=7,col=5,title=reference\/unknown-document::/,
  );
  expect(second).toMatch(/^::warning file=site\/content\/b\.md,title=identity\/generated-id::/);
  expect(rest).toEqual(['']);
  const text = readFileSync(summary, 'utf8');
  expect(text).toMatch(/^Before\.\n### Opsbook: 1 error, 1 warning, 0 remarks in 2 documents\n/);
  expect(text).toContain('site/content/a.md:7');
});

test('github: without a summary file there are annotations alone', async () => {
  const workspace = temporaryFolder(files);
  const { status, stdout } = await runOpsbook(['validate', '--format', 'github'], {
    cwd: join(workspace, 'site'),
    env: { GITHUB_WORKSPACE: '', GITHUB_STEP_SUMMARY: '' },
  });
  expect([status, stdout.split('\n').length]).toEqual([1, 3]);
  expect(stdout).toContain('file=content/a.md');
});

test('sarif: one log on stdout with the findings of the run', async () => {
  const workspace = temporaryFolder(files);
  const { status, stderr, stdout } = await runOpsbook(
    ['validate', '--format', 'sarif', '--content', 'site/content'],
    { cwd: workspace, env: { GITHUB_WORKSPACE: workspace } },
  );
  const [run] = JSON.parse(stdout).runs;
  expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual([
    'reference/unknown-document',
    'identity/generated-id',
  ]);
  expect(run.tool.driver.semanticVersion).toMatch(/^\d+\.\d+\.\d+/);
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).not.toContain(workspace);
});
