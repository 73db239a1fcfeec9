/** One page of every kind, and what is wrong with how it is shown. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

export const KINDS_OF_PAGE = [
  '/',
  '/workflows/',
  '/work/',
  '/work/start/oss/',
  '/all/?type=SOP',
  '/domains/media/',
  '/systems/',
  '/systems/zoom/',
  '/tags/',
  '/tags/open-source-spotlight/',
  '/owners/',
  '/owners/operations-manager/',
  '/health/',
  '/graph/',
  '/rules/',
  '/rules/link/broken-path/',
  '/search/?q=timecodes',
  '/docs/sop.media.open-source-spotlight.find-timestamps-for-editing/',
  '/docs/template.media.open-source-spotlight.oss-reaching-out-to-authors-about-their-tool/',
  '/docs/reference.delivery.phases/',
  '/docs/reference.opsbook.components/',
  '/docs/playbook.opsbook.first-day/',
  '/docs/task-template.tasks.oss/?anchor=2026-07-21',
  '/docs/task-template.tasks.issue-lifecycle/',
  '/docs/sop.media.open-source-spotlight.find-timestamp/',
];

/** What scripts add after the page has loaded, by the query of its address. */
const ADDED = { anchor: '.plan time', q: '#search-page-results mark' };

/** Accessibility of every kind of page (WCAG 2.2 AA and good practice), and whether it fits its frame. */
export async function problemsOfPages(page: Page): Promise<string[]> {
  const problems: string[] = [];
  await page.addInitScript(axe.source);
  for (const path of KINDS_OF_PAGE) {
    await page.goto(path);
    for (const [name, added] of Object.entries(ADDED)) {
      if (path.includes(`?${name}=`)) await page.locator(added).first().waitFor();
    }
    problems.push(...(await violationsOf(page)));
    const isTooWide = await page.evaluate(
      () => document.documentElement.scrollWidth > window.innerWidth,
    );
    if (isTooWide) problems.push(`${path} is wider than the screen`);
  }
  return problems;
}

/** Accessibility of the page as it is (WCAG 2.2 AA and good practice); axe has to be in it. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    return await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
  });
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html}`);
}
