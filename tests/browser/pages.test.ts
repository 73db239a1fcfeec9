/** Every kind of page, as it is shown: accessible, within its frame, and still there without scripts. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS_OF_PAGE, problemsOfPages } from '../support/kinds-of-page.ts';
import { PHONE, SignedInBrowser } from '../support/signed-in.ts';

const CONTENT = join(import.meta.dirname, '..', '..', 'content');

let browser: SignedInBrowser;

beforeAll(async () => {
  browser = await SignedInBrowser.start(CONTENT);
});

afterAll(async () => {
  await browser?.close();
});

// The other three pairs of width and theme are among the deep tests.
test('every kind of page is accessible: phone, dark', async () => {
  const page = await browser.open({ viewport: PHONE, colorScheme: 'dark' });
  expect(await problemsOfPages(page)).toEqual([]);
  await page.context().close();
});

test('the browser complains of no page', () => {
  // The last kind of page is one that is not there.
  const unexpected = browser.complaints.filter((each) => !/status of 404/.test(each));
  expect(unexpected).toEqual([]);
});

test('a diagram that is wider than its column is shown whole', async () => {
  const page = await browser.open();
  await page.goto('/docs/reference.delivery.work-management/');
  const drawing = page.locator('.diagram-scroll svg').first();
  const inColumn = (await drawing.boundingBox())?.width ?? 0;
  await drawing.click();
  const enlarged = page.getByRole('dialog').locator('svg');
  await enlarged.waitFor();
  expect((await enlarged.boundingBox())?.width).toBeGreaterThan(inColumn);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.context().close();
});

test('the layout of a page does not shift while it loads', async () => {
  const page = await browser.open();
  await page.addInitScript(() => {
    const shifts = window as unknown as { shift: number };
    shifts.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        };
        if (!hadRecentInput) shifts.shift += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const shifts: [string, number][] = [];
  for (const path of KINDS_OF_PAGE.filter(
    (each) => !/anchor=|search|find-timestamp\/|all/.test(each),
  )) {
    await page.goto(path, { waitUntil: 'load' });
    // A shift is reported with the frame after it.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
    if (shift > 0.01) shifts.push([path, shift]);
  }
  await page.context().close();
  expect(shifts).toEqual([]);
});

describe('without scripts', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.open({ javaScriptEnabled: false });
  });

  test('every kind of page shows what it is about, and offers nothing that cannot work', async () => {
    for (const path of KINDS_OF_PAGE) {
      await page.goto(path);
      expect([path, await page.locator('main h1').isVisible()]).toEqual([path, true]);
      const dead = page.locator('.needs-script:visible');
      expect([path, await dead.count()]).toEqual([path, 0]);
    }
  });

  test('a procedure can be read, and what is missing says so', async () => {
    await page.goto('/docs/sop.media.open-source-spotlight.find-timestamps-for-editing/');
    expect(await page.locator('li[data-step]').count()).toBeGreaterThan(3);
    await page.getByText('Ticking off the steps needs JavaScript').waitFor();
    await page.getByText('Search needs JavaScript').first().waitFor();
  });

  test('a task leads to its instruction', async () => {
    await page.goto('/docs/task-template.tasks.oss/');
    await page.getByText('Planning needs JavaScript').waitFor();
    await page.locator('#task-schedule-youtube-video .task-instruction a').click();
    expect(new URL(page.url()).hash).toBe('#step-schedule-video');
  });

  test('alternatives are all shown', async () => {
    await page.goto('/docs/reference.opsbook.components/');
    expect(await page.locator('.tab:visible').count()).toBe(2);
  });
});
