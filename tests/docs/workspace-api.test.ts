/** The guide of the API shows every route, and every line of it does what it says. */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { WORK_API } from '../../schemas/addresses.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { startServer } from '../../src/server/main.ts';
import { makeFolder } from '../server/portal-fixture.ts';
import { smallApi } from '../server/work/api-fixture.ts';
import { smallDist } from '../server/work/small-dist.ts';
import { temporaryFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';
import { compileSmall } from '../workflow/runtime-template.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/workspace-api.md'), 'utf8');

const NEWSLETTER = compileSmall(
  [
    { refId: 'write', offsetDays: -3 },
    { refId: 'review', offsetDays: -1, waiting: { for: 'reviewer', followUpDays: 1 } },
    { refId: 'publish', offsetDays: 0, requiredLinkName: 'Letter' },
    { refId: 'archive', offsetDays: 1, requiresFile: true },
    { refId: 'tell', offsetDays: 1 },
  ],
  { type: 'newsletter', bundleLinkDefinitions: [{ name: 'Draft' }] },
);

const REPORT = compileSmall([{ offsetDays: 0 }], {
  type: 'report',
  forEach: ['client'],
  roles: { reviewer: 'Reviewer' },
  trigger: { type: 'automatic', schedule: '0 9 * * 1' },
});

/** Each call with the status it is said to have. */
function calls(): { readonly status: string; readonly command: string }[] {
  const found = GUIDE.matchAll(/^# (\d{3})\n(curl (?:.*\\\n)*.*)$/gm);
  return [...found].map(([, status = '', command = '']) => ({ status, command }));
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.runIf(hasCurl)('every call has the status it is said to have', async () => {
  const env = {
    OPSBOOK_DATA: temporaryFolder(),
    OPSBOOK_DIST: makeFolder(smallDist([NEWSLETTER, REPORT])),
    OPSBOOK_PORT: '0',
  };
  const server = await startServer(readConfig(env));
  onTestFinished(() => server.close());
  const tokenFor = async (scope: string) => {
    const create = ['tokens', 'create', '--name', 'engine', '--scope', scope];
    return (await runOpsbook(create, { env })).stdout.trim();
  };
  const variables: Record<string, string> = {
    PORTAL: server.url.replace(/\/$/, ''),
    AUTH: `Authorization: Bearer ${await tokenFor('work:act')}`,
    MANAGE: `Authorization: Bearer ${await tokenFor('work:manage')}`,
    JSON: 'Content-Type: application/json',
  };
  const outcomes: string[] = [];
  for (const { command } of calls()) {
    const asked = command.replace(/^curl /, "curl -w '\\n%{http_code}' ");
    const { stdout } = await promisify(execFile)('sh', ['-c', asked], {
      env: { ...process.env, ...variables },
    }).catch((error: { readonly stdout: string }) => error);
    const [, body = '', status = ''] = /^(.*)\n(\d{3})$/s.exec(stdout) ?? [];
    outcomes.push(`${status} ${command}`);
    if (status !== '201') continue;
    const { id, attachment } = JSON.parse(body);
    if (attachment) variables.FILE = attachment.id;
    else variables.RUN = id;
  }
  expect(outcomes).toEqual(calls().map(({ status, command }) => `${status} ${command}`));
});

test('every route is shown, and every code of a problem', async () => {
  await using api = await smallApi([NEWSLETTER]);
  const shown = new Set(
    calls().map(({ command }) => {
      const [, path = ''] = /\$PORTAL([^"?\s]*)/.exec(command) ?? [];
      const given = / -X (\w+)/.exec(command)?.[1]?.toLowerCase();
      const method = given ?? (/ -d | --data-binary /.test(command) ? 'post' : 'get');
      const names = [
        ['$RUN', '{id}'],
        ['$FILE', '{attachmentId}'],
        ['registers/report', 'registers/{type}'],
      ] as const;
      return `${method} ${names.reduce((text, [is, named]) => text.replace(is, named), path)}`;
    }),
  );
  for (const { method, path } of api.endpoints)
    expect(shown).toContain(`${method} ${WORK_API}${path}`);
  const { document } = { document: (await api.send('GET /openapi.json')).json };
  for (const code of document.components.schemas.Problem.properties.code.enum) {
    expect(GUIDE).toContain(`\`${code}\``);
  }
});
