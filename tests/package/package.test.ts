import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from 'opsbook/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { writeFolder } from '../support/content.ts';
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
});
