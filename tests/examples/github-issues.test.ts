import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { planWorkflow } from 'opsbook/workflow';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/content.ts';
import { publishedTemplates, ROOT } from '../support/published.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

const SCRIPT = join(ROOT, 'examples/github-issues/create-issues.ts');
const FLAGS = ['--repo', 'acme/videos', '--portal', 'https://docs.example.org'];
const [oss] = publishedTemplates();

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: Record<string, unknown>;
}

function planFile(bundle: unknown): string {
  const file = join(temporaryFolder(), 'plan.json');
  writeFileSync(file, JSON.stringify(bundle));
  return file;
}

function dryRun(bundle: unknown) {
  const args = [SCRIPT, planFile(bundle), ...FLAGS, '--dry-run'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const dependent = compileSmall([
  { offsetDays: 0 },
  { offsetDays: 1, dependsOn: ['task-0'], priority: 'critical', humanGate: 'Money moves.' },
]);

test('a dry run prints every request of the plan', () => {
  if (!oss) throw new Error('Nothing is published.');
  const inputs = { tool: 'ExampleDB', author: 'Pat' };
  const calls = dryRun(planWorkflow(oss, { anchor: '2026-07-22', inputs }));
  const issues = calls.filter(({ route }) => route === 'POST /repos/{owner}/{repo}/issues');
  expect(issues).toHaveLength(14);
  expect(calls.at(1)).toMatchObject({
    route: 'POST /repos/{owner}/{repo}/milestones',
    owner: 'acme',
    repo: 'videos',
    title: 'Open-Source Spotlight: ExampleDB by Pat',
    due_on: '2026-07-24T12:00:00Z',
  });
  expect(issues[0]).toMatchObject({
    labels: ['workflow: oss', 'phase: lead-outreach'],
    milestone: '<number of milestone>',
  });
  expect(issues[0].body).toContain('**Due:** 2026-07-01');
  expect(issues[0].body).toContain(
    '](https://docs.example.org/docs/sop.media.open-source-spotlight.reach-out-to-open-source-spotlight-guests/#step-find-maintainers)',
  );
  expect(issues[0].body).toContain('<!-- opsbook oss.2026-07-22.reach-out-github-authors -->');
});

test('a dry run prints dependencies between issues', () => {
  expect(dryRun(planWorkflow(dependent, { anchor: '2026-07-22' })).at(-1)).toEqual({
    route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by',
    owner: 'acme',
    repo: 'videos',
    issue_number: '<number of issue 2>',
    issue_id: '<id of issue 1>',
  });
});

test('issues of a template without phases have no label for one, and say what gates them', () => {
  const { phases: _phases, ...template } = compileSmall([
    { offsetDays: 0 },
    {
      offsetDays: 0,
      approval: { of: ['task-0'] },
      humanGate: { reason: 'Money moves.', when: { refId: 'task-0', field: 'a', anyOf: ['x'] } },
    },
  ]);
  const taskDefinitions = template.taskDefinitions.map(({ phase: _phase, ...task }) => task);
  const issues = dryRun(
    planWorkflow({ ...template, taskDefinitions }, { anchor: '2026-07-22' }),
  ).filter(({ route }) => route === 'POST /repos/{owner}/{repo}/issues');
  expect(issues[0].labels).toEqual(['workflow: small']);
  expect(issues[1].body).toContain('**A person must act:** Money moves.');
  expect(issues[1].body).toContain('**Verdict on:** task-0');
});

/** A server that numbers what it is asked to create, as GitHub does. */
async function serveGitHub(): Promise<{ asked: Asked[]; run(): Promise<[number | null, string]> }> {
  const asked: Asked[] = [];
  const titles: { title: string }[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const sent = await text(request);
    const body = sent === '' ? {} : JSON.parse(sent);
    const path = (request.url ?? '').replace(/\?.*$/, '');
    const { method = '' } = request;
    asked.push({ method, path, token: request.headers.authorization ?? '', body });
    const isTaken = path.endsWith('/labels') && body.name === 'critical';
    if (method === 'POST' && path.endsWith('/milestones')) titles.push({ title: body.title });
    const number = asked.length;
    const answer = method === 'GET' ? titles : { number, id: 1000 + number };
    response.writeHead(isTaken ? 422 : method === 'GET' ? 200 : 201, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(isTaken ? { message: 'Validation Failed' } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const file = planFile(planWorkflow(dependent, { anchor: '2026-07-22' }));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = async (): Promise<[number | null, string]> => {
    const child = spawn(process.execPath, [SCRIPT, file, ...FLAGS], {
      env: { ...process.env, GITHUB_API_URL: url, GITHUB_TOKEN: 'secret' },
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    return Promise.all([ended, text(child.stderr)]);
  };
  return { asked, run };
}

test('creates milestone, labels, issues and dependencies, once', async () => {
  const { asked, run } = await serveGitHub();
  expect(await run()).toEqual([0, '']);
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /repos/acme/videos/milestones',
    'POST /repos/acme/videos/milestones',
    'POST /repos/acme/videos/labels',
    'POST /repos/acme/videos/labels',
    'POST /repos/acme/videos/labels',
    'POST /repos/acme/videos/labels',
    'POST /repos/acme/videos/issues',
    'POST /repos/acme/videos/issues',
    'POST /repos/acme/videos/issues/8/dependencies/blocked_by',
  ]);
  expect(asked[7]?.body).toMatchObject({
    milestone: 2,
    labels: expect.arrayContaining(['critical', 'human gate']),
  });
  expect(asked.at(-1)?.body).toEqual({ issue_id: 1007 });
  expect(asked.every(({ token }) => token === 'token secret')).toBe(true);
  const before = asked.length;
  expect(await run()).toEqual([
    1,
    'There is a milestone “Small: 2026-07-22” already. Nothing was created.\n',
  ]);
  expect(asked.slice(before).map(({ method }) => method)).toEqual(['GET']);
});

test.each([
  [['--portal', 'https://docs.example.org'], 'Name the repository: --repo OWNER/NAME.'],
  [['--repo', 'acme/videos'], 'Name the portal: --portal https://docs.example.org.'],
  [FLAGS, 'is not a plan of `opsbook plan`.'],
])('%j is refused', (flags, reason) => {
  const args = [SCRIPT, planFile([]), ...flags, '--dry-run'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(reason);
});
