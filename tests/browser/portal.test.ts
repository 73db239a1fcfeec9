/** An operator's way through the real portal, in a real browser, behind the real gate. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { emittedPaths, type RunningPortal, startPortal } from '../support/running-portal.ts';

const CONTENT = join(import.meta.dirname, '..', '..', 'content');
const KINDS_OF_PAGE = [
  '/',
  '/workflows/',
  '/all/',
  '/domains/media/',
  '/docs/reference.opsbook.components/',
  '/search/?q=timecodes',
];
const OWN_PASSWORD = 'three unrelated words';

let portal: RunningPortal;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the browser complained of: policy violations, script errors, failed requests. */
const complaints: string[] = [];

beforeAll(async () => {
  portal = await startPortal(CONTENT);
  browser = await launchChromium();
  context = await browser.newContext({ baseURL: portal.url });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    // A click may leave a page before it has finished loading; that is no fault.
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${reason}`);
  });
});

afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

describe('before signing in', () => {
  test('no file of the build answers with a byte of itself', async () => {
    const paths = emittedPaths(portal.dist);
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) {
      const url = `/${path.replace(/(?:^|\/)index\.html$/, (match) => (match[0] === '/' ? '/' : ''))}`;
      for (const address of new Set([url, `/${path}`])) {
        const response = await fetch(portal.url.replace(/\/$/, '') + address, {
          redirect: 'manual',
        });
        const body = await response.text();
        const expected = address.startsWith('/api/') ? 401 : 303;
        expect([address, response.status]).toEqual([address, expected]);
        expect(body).not.toMatch(/spotlight|youtube|opsbook-/i);
        expect(response.headers.get('etag')).toBeNull();
      }
    }
  });

  test('a page leads to the sign-in form, which then leads back', async () => {
    await page.goto('/docs/task-template.tasks.oss/');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  });
});

describe('an operator', () => {
  test('signs in with the one-time password and chooses another', async () => {
    await page.getByLabel('E-mail address').fill(portal.account.email);
    await page.getByLabel('Password').fill(portal.account.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('One-time password').fill(portal.account.password);
    await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
    await page.getByLabel('New password, again').fill(OWN_PASSWORD);
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.getByRole('heading', { level: 1, name: 'Open-Source Spotlight' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/docs/task-template.tasks.oss/');
  });

  test('sees the 14 tasks, and plans them for a date', async () => {
    expect(await page.locator('[id^="task-"]').count()).toBe(14);
    await page.getByLabel('Planned YouTube publication date').fill('2026-07-22');
    await page.getByRole('button', { name: 'Show dates' }).click();
    const dates = page.locator('.plan-result time');
    await dates.first().waitFor();
    const values = await dates.evaluateAll((all) =>
      all.map((each) => each.getAttribute('datetime')),
    );
    expect([values[0], values.at(-1)]).toEqual(['2026-07-01', '2026-07-24']);
    expect(await page.locator('.plan-result a[href^="#task-"]').count()).toBe(14);
    expect(page.url()).toContain('anchor=2026-07-22');
  });

  test('opens the instruction of a task at its step', async () => {
    const task = page.locator('#task-schedule-youtube-video');
    await task.locator('.task-instruction a').click();
    const panel = page.getByRole('dialog');
    await panel.getByText('Leave Set as Premiere switched off').waitFor();
    await panel.getByRole('link', { name: 'Open the whole page' }).click();
    await page.waitForURL('**/docs/sop.media.open-source-spotlight.schedule-**');
    expect(new URL(page.url()).hash).toBe('#step-schedule-video');
    const isTarget = await page
      .locator('#step-schedule-video')
      .evaluate((step) => step.matches(':target'));
    expect(isTarget).toBe(true);
  });

  test('searches by keyboard and lands on the section', async () => {
    await page.goto('/');
    await page.keyboard.press('/');
    // Whoever types on at once loses nothing.
    await page.keyboard.type('who adds the timecods');
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLInputElement>('dialog input')?.value === 'who adds the timecods',
    );
    // Results for the words typed so far come first; Enter follows those of all of them.
    const first = page.locator('.search-results [role=option]').first();
    await first.filter({ hasText: /timecodes/i }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/docs/**');
    expect(await page.locator('main h1').textContent()).toMatch(/timecodes|Open-Source Spotlight/i);
  });

  test('finds what only a text says as soon as a shared search is opened', async () => {
    await page.goto('/search/?q=premiere+switched+off');
    const links = page.locator('#search-page-results a[href*="schedule-open-source-spotlight"]');
    await links.first().waitFor();
  });

  test('filters on the search page, whose address is the search', async () => {
    await page.goto('/search/?q=timecodes');
    await page.locator('#search-page-results mark').first().waitFor();
    const all = await page.locator('#search-page-status').textContent();
    await page.getByRole('button', { name: /^sop \d+$/ }).click();
    await page.waitForFunction(
      (before) => document.querySelector('#search-page-status')?.textContent !== before,
      all,
    );
    expect(new URL(page.url()).searchParams.get('q')).toBe('timecodes type:sop');
    const kinds = await page.locator('#search-page-results .search-type').allTextContents();
    expect(new Set(kinds)).toEqual(new Set(['SOP', 'Step']));
    await page.locator('#search-page-results a').first().click();
    await page.waitForURL('**/docs/**');
    await page.waitForFunction(() => (CSS.highlights.get('search-words')?.size ?? 0) > 0);
  });

  test('is told what is wrong with a damaged index, and the page goes on working', async () => {
    await page.route('**/api/search/text.*.json', (route) =>
      route.fulfill({ status: 200, contentType: 'application/json', body: '{"version": 2, "te' }),
    );
    await page.goto('/search/?q=timecodes');
    await page.getByText('The search index is damaged').waitFor();
    await page.unroute('**/api/search/text.*.json');
    await page.locator('#search-page-field').fill('timecodes ');
    await page.locator('#search-page-results mark').first().waitFor();
  });

  test('is offered sign-in when the session has ended, and the search is kept', async () => {
    await page.route('**/api/search/index.json', (route) => route.fulfill({ status: 401 }));
    await page.goto('/search/?q=timecodes');
    const link = page.getByRole('link', { name: 'Sign in again' });
    const target = new URL((await link.getAttribute('href')) ?? '', portal.url);
    expect(target.searchParams.get('returnTo')).toBe('/search/?q=timecodes');
    await page.unroute('**/api/search/index.json');
    complaints.length = 0;
  });

  test('follows a former id to the document that has it now', async () => {
    const registry = await (await page.request.get('/api/registry.json')).json();
    const aliased = registry.documents.find(({ aliases }: { aliases: string[] }) =>
      aliases.some((alias) => !alias.includes('/')),
    );
    const alias = aliased.aliases.find((each: string) => !each.includes('/'));
    await page.goto(`/docs/${alias}/`);
    expect(new URL(page.url()).pathname).toBe(aliased.url);
  });

  test('reads every kind of page without the browser complaining', async () => {
    for (const path of KINDS_OF_PAGE) {
      const response = await page.goto(path);
      expect([path, response?.status()]).toEqual([path, 200]);
    }
    expect(complaints).toEqual([]);
  });

  test('gets a helpful page for an address that is not there', async () => {
    const response = await page.goto('/docs/no-such-document/');
    expect(response?.status()).toBe(404);
    expect(await page.locator('main h1').textContent()).toBeTruthy();
  });

  test('signs out, and Back shows nothing', async () => {
    await page.goto('/docs/task-template.tasks.oss/');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in**');
    await page.goBack();
    await page.getByLabel('E-mail address').waitFor();
    expect(await page.content()).not.toContain('Spotlight');
  });
});
