import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import * as contract from 'opsbook/workflow';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_GROUPS } from '../../scripts/command-table.ts';
import { launchChromium } from '../support/chromium.ts';
import { doc, writeFolder } from '../support/content.ts';
import { installPackage, oldestNode, pack, writePackages } from '../support/installed-package.ts';
import { publishedFiles, ROOT } from '../support/published.ts';
import { serveFolder } from '../support/static-server.ts';

const node = oldestNode();
const DATES = ['2026-07-01', '2026-07-24'];
const packed = new Map<string, string>();
let folder: string;

beforeAll(() => {
  const templates = [...publishedFiles()].filter(([path]) => path.startsWith('templates/'));
  folder = writeFolder(Object.fromEntries(templates));
  const built = writePackages(join(folder, 'built'));
  for (const [name, place] of Object.entries(built)) {
    packed.set(name, pack(place, folder));
  }
  installPackage(folder, 'opsbook', packed.get('opsbook') ?? '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the installed package', () => {
  test('has no TypeScript, no Node and nothing of the portal', () => {
    const root = join(folder, 'node_modules/opsbook');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    expect(
      files.filter((file) => /(?<!\.d)\.ts$|\.astro$|^src.(?:site|server)/.test(file)),
    ).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: 'opsbook',
      engines: { node: '>=22.13' },
      peerDependencies: { '@opsbook/portal': manifest.version },
      peerDependenciesMeta: { '@opsbook/portal': { optional: true } },
    });
    expect(Object.keys(manifest.dependencies)).not.toContain('astro');
  });

  test(`plans Open-Source Spotlight under Node ${node.version}`, () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import * as workflow from 'opsbook/workflow';
      const template = JSON.parse(readFileSync('templates/oss.json', 'utf8'));
      const run = workflow.planWorkflow(template, { anchor: '2026-07-22' });
      const [{ refId }] = run.tasks;
      const refused = workflow.transition(run, { at: '2026-07-01', type: 'complete', refId });
      const ready = workflow.nextReady([run], { today: '2026-07-01' });
      console.log(JSON.stringify({
        tasks: run.tasks.length, dates: [run.tasks.at(0).date, run.tasks.at(-1).date],
        refused: refused.refused, ready: ready.length, exports: Object.keys(workflow).sort(),
      }));
    `;
    writeFileSync(join(folder, 'plan.mjs'), script);
    const printed = execFileSync(node.path, ['plan.mjs'], { cwd: folder, encoding: 'utf8' });
    const { exports, ...answer } = JSON.parse(printed);
    expect(answer).toEqual({
      tasks: 14,
      dates: DATES,
      refused: expect.stringContaining('`Tool GitHub`'),
      ready: 1,
    });
    expect(exports).toEqual(
      expect.arrayContaining([
        'checkCompletion',
        'nextReady',
        'planWorkflow',
        'queueOf',
        'transition',
      ]),
    );
  });

  test('does what its documentation shows and names', () => {
    const readme = readFileSync(
      join(folder, 'node_modules/opsbook/docs/consuming-templates.md'),
      'utf8',
    );
    const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
    writeFileSync(join(folder, 'example.mjs'), example);
    const printed = execFileSync(node.path, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(printed).toContain('reach-out-github-authors');
    expect(printed).toContain("kind: 'bundle-link', name: 'Tool GitHub', type: 'url'");
    expect(printed.trim().split('\n').at(-1)).toBe('active reach-out-tool-author');
    for (const name of Object.keys(contract)) expect(readme).toContain(name);
  });

  test('is typed for a strict consumer', () => {
    writeFileSync(
      join(folder, 'consumer.mts'),
      `import { type Completion, checkCompletion, planWorkflow, type Run, type WorkflowTemplate } from 'opsbook/workflow';
       export function plan(template: WorkflowTemplate): Run {
         return planWorkflow(template, { anchor: '2026-07-22' });
       }
       const [task] = plan({} as WorkflowTemplate).tasks;
       export const checked: Completion | undefined = task && checkCompletion(task, { link: '' });
       // @ts-expect-error A priority is one of three words.
       export const wrong: WorkflowTemplate['taskDefinitions'][number]['priority'] = 'urgent';
      `,
    );
    const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022' };
    const config = { compilerOptions, files: ['consumer.mts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('plans Open-Source Spotlight in the example page', async () => {
    for (const file of ['index.html', 'page.js']) {
      copyFileSync(join(ROOT, 'examples/browser', file), join(folder, file));
    }
    const { server, origin } = await serveFolder(folder);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${origin}/`, { waitUntil: 'load' });
      expect(errors).toEqual([]);
      await page.waitForSelector('form[data-ready]');
      await page.selectOption('[name=file]', 'oss.json');
      await page.fill('[name=anchor]', '2026-07-22');
      await page.fill('[name=today]', '2026-06-30');
      await page.click('button');
      await page.waitForSelector('tbody tr');
      const dates = await page.locator('tbody tr td:first-child').allTextContents();
      expect(dates).toHaveLength(14);
      expect([dates.at(0), dates.at(-1)]).toEqual(DATES);
      expect(await page.textContent('tbody tr:first-child')).toContain('Tool GitHub');
      await page.fill('[name=anchor]', '2026-07-23');
      await page.click('button');
      await page.locator('[role=status]', { hasText: 'usually a Wednesday' }).waitFor();
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      server.close();
    }
  });

  test('begins a project with `npm create opsbook`', () => {
    installPackage(folder, 'create-opsbook', packed.get('create-opsbook') ?? '');
    const run = (program: string, cwd: string, ...args: string[]) =>
      spawnSync(process.execPath, [join(folder, 'node_modules', program), ...args], {
        cwd,
        encoding: 'utf8',
      });
    const begun = run('create-opsbook/index.js', folder, 'book', '--yes', '--no-install');
    expect([begun.status, begun.stderr]).toEqual([0, expect.stringContaining('Wrote 13 files')]);
    const checked = run('opsbook/bin/opsbook.js', join(folder, 'book'), 'validate', '--frozen');
    expect(checked).toMatchObject({ status: 0, stdout: '3 documents in content: no findings.\n' });
    const { devDependencies } = JSON.parse(readFileSync(join(folder, 'book/package.json'), 'utf8'));
    const names = Object.keys(devDependencies).sort();
    expect(names).toEqual([...packed.keys()].filter((name) => name !== 'create-opsbook').sort());
  });
});

test('each package could be published, and all have one version', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const [name, tarball] of packed) {
    const args = ['publish', tarball, '--dry-run', '--json', '--access=public', '--offline'];
    const { status, stdout, stderr } = spawnSync('npm', args, {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
      env: { ...process.env, npm_config_cache: join(folder, 'cache') },
    });
    // What npm puts right by itself would be put right here.
    expect([name, status, stderr]).toEqual([name, 0, expect.not.stringContaining('corrected')]);
    expect(stdout).toContain(`"id": "${name}@${version}"`);
  }
});

describe('the published packages', () => {
  const NAMES = ['opsbook', '@opsbook/portal'];

  test.each([...NAMES, 'create-opsbook'])(
    '%s is what package managers and bundlers expect',
    async (name) => {
      const tarball = readFileSync(packed.get(name) ?? '');
      const { messages } = await publint({
        pack: { tarball: new Uint8Array(tarball).buffer },
        strict: true,
      });
      expect(messages).toEqual([]);
    },
  );

  test.each(NAMES)('%s has types that fit what is imported', async (name) => {
    const tarball = readFileSync(packed.get(name) ?? '');
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
    // Modules only: `require` gives them as they are, and the resolution of Node 10 knows no `exports`.
    const problems = 'problems' in analysis ? analysis.problems : ['no types'];
    const isOfModules = (problem: (typeof problems)[number]) =>
      typeof problem === 'string' ||
      !('resolutionKind' in problem) ||
      !['node10', 'node16-cjs'].includes(problem.resolutionKind);
    expect(problems.filter(isOfModules)).toEqual([]);
  });

  test('check without the portal, and say what it would need', () => {
    mkdirSync(join(folder, 'content'), { recursive: true });
    writeFileSync(join(folder, 'content/a.md'), doc('doc.a'));
    const [status, stdout, stderr] = opsbook('validate', '--quiet');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('1 document in content: 0 errors');
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(opsbook('--version')).toEqual([0, `opsbook ${version}\n`, '']);
    expect(opsbook('--help')[1]).toContain('leak-check');
    for (const command of COMMAND_GROUPS.filter(({ isPortal }) => isPortal).flatMap(
      ({ commands }) => commands.map(({ name }) => name),
    )) {
      expect([command, ...opsbook(command)]).toEqual([
        command,
        2,
        '',
        'opsbook: The portal is a package of its own, and is not installed — add it with ' +
          `\`npm install -D @opsbook/portal@${version}\`.\n`,
      ]);
    }
  });

  test('give a content folder as data', () => {
    writeFileSync(join(folder, 'content/b.md'), doc('doc.b', '[[doc.gone]]\n'));
    writeFileSync(
      join(folder, 'library.mjs'),
      `import { check, read, UserError, version } from 'opsbook';
       import schema from 'opsbook/schemas/report.schema.json' with { type: 'json' };
       const { summary, diagnostics } = check('content');
       let message;
       try { read('nowhere') } catch (error) { if (error instanceof UserError) message = error.message }
       console.log(JSON.stringify({
         version, errors: summary.errors,
         codes: diagnostics.map(({ code }) => code), title: typeof schema.title,
         ids: read('content').registry.documents.map(({ id }) => id), message,
       }));`,
    );
    const printed = execFileSync(process.execPath, ['library.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual({
      version: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
      errors: 1,
      codes: expect.arrayContaining(['reference/unknown-document']),
      title: 'string',
      ids: ['doc.a', 'doc.b'],
      message: expect.stringContaining('nowhere'),
    });
  });

  test('of two versions do not work together, and the first says how to bring them together', () => {
    installPackage(folder, '@opsbook/portal', packed.get('@opsbook/portal') ?? '');
    const file = join(folder, 'node_modules/@opsbook/portal/package.json');
    const text = readFileSync(file, 'utf8');
    const { version } = JSON.parse(text);
    expect(opsbook('build', '--help')[0]).toBe(0);
    writeFileSync(file, text.replace(`"version": "${version}"`, '"version": "9.9.9"'));
    expect(opsbook('build')).toEqual([
      2,
      '',
      `opsbook: This is opsbook ${version}, and @opsbook/portal is 9.9.9 — bring them together with ` +
        `\`npm install -D opsbook@${version} @opsbook/portal@${version}\`.\n`,
    ]);
    writeFileSync(file, text);
  });

  test('refuse an older Node in a sentence', () => {
    const [status, stdout, stderr] = opsbook('validate', { node: node.path });
    if (Number.parseInt(node.version, 10) >= 22) expect(stderr).toBe('');
    else {
      expect([status, stdout, stderr]).toEqual([
        2,
        '',
        `opsbook: Node 22.13 or newer is needed, and this is v${node.version}.\n`,
      ]);
    }
  });

  test('are made by a command, and never of the repository as a whole', () => {
    const shell = process.platform === 'win32';
    const { status, stderr } = spawnSync('npm', ['pack', '--dry-run'], {
      cwd: ROOT,
      encoding: 'utf8',
      shell,
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain('`npm run package`');
  });

  /** Exit code, stdout and stderr. */
  function opsbook(...args: readonly (string | { readonly node: string })[]) {
    const given = args.find((arg) => typeof arg === 'object');
    const words = args.filter((arg) => typeof arg === 'string');
    const { status, stdout, stderr } = spawnSync(
      given?.node ?? process.execPath,
      [join(folder, 'node_modules/opsbook/bin/opsbook.js'), ...words],
      { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH } },
    );
    return [status, stdout, stderr];
  }
});
