/**
 * `npm run screenshots [-- --content DIR]`: the main screens of the portal as they are seen,
 * at desktop and phone width, light and dark, into `screenshots/` (not kept in Git); two of
 * them, for the README, with `--readme`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { DESKTOP, PHONE, SignedInBrowser } from '../../tests/support/signed-in.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A name for the file, where it is, and what is done there first. */
type Screen = readonly [name: string, path: string, prepare?: (page: Page) => Promise<void>];

const OSS = '/docs/task-template.tasks.oss/?anchor=2026-07-22';
const SCREENS: readonly Screen[] = [
  ['home', '/'],
  ['workflow', OSS],
  ['instruction', OSS, openInstruction],
  ['procedure', '/docs/sop.media.open-source-spotlight.find-timestamps-for-editing/', tickTwoSteps],
  [
    'template',
    '/docs/template.media.open-source-spotlight.oss-reaching-out-to-authors-about-their-tool/',
  ],
  ['reference', '/docs/reference.delivery.phases/'],
  ['documents', '/all/'],
  ['search', '/', searchForSender],
  ['results', '/search/?q=timecodes'],
  ['health', '/health/'],
  ['graph', '/graph/'],
  ['rule', '/rules/link/broken-path/'],
  ['not-found', '/docs/sop.media.open-source-spotlight.find-timestamp/'],
];
const THEMES = ['light', 'dark'] as const;
const WIDTHS = { desktop: DESKTOP, phone: PHONE };

const { values } = parseArgs({
  options: { content: { type: 'string' }, readme: { type: 'boolean' } },
});
const browser = await SignedInBrowser.start(values.content ?? join(ROOT, 'content'));
try {
  if (values.readme) await takeForReadme();
  else await takeAll(join(ROOT, 'screenshots'));
} finally {
  await browser.close();
}

async function takeAll(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    for (const colorScheme of THEMES) {
      for (const [name, path, prepare] of SCREENS) {
        const page = await browser.open({ viewport, colorScheme });
        await page.goto(path, { waitUntil: 'networkidle' });
        await prepare?.(page);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
        await page.screenshot({
          path: join(folder, `${name}-${width}-${colorScheme}-full.png`),
          fullPage: true,
        });
        await page.context().close();
      }
    }
  }
}

async function takeForReadme(): Promise<void> {
  const folder = join(ROOT, 'docs', 'images');
  const page = await browser.open({ viewport: { width: 1280, height: 1300 } });
  await page.goto(`/docs/task-template.tasks.oss/?anchor=${nextJuly()}`);
  await page.locator('.plan').waitFor();
  await page.screenshot({ path: join(folder, 'workflow.png') });
  await page.goto('/docs/sop.media.open-source-spotlight.find-timestamps-for-editing/');
  await tickTwoSteps(page);
  await page.screenshot({ path: join(folder, 'procedure.png') });
}

/** A third Wednesday that is not past, so that the planner has nothing to remark. */
function nextJuly(): string {
  const day = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 6, 15));
  day.setUTCDate(15 + ((3 - day.getUTCDay() + 7) % 7));
  return day.toISOString().slice(0, 10);
}

async function openInstruction(page: Page): Promise<void> {
  await page.locator('.plan a[data-instruction]').first().click();
  await page.locator('.panel .is-current, .panel :target, .panel li').first().waitFor();
}

async function tickTwoSteps(page: Page): Promise<void> {
  for (const step of [0, 1]) await page.getByRole('checkbox').nth(step).check();
}

async function searchForSender(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search' }).fill('who sends the publication date');
  await page.locator('.search-results [role=option]').first().waitFor();
}
