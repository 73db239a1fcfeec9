/** A newcomer's first task, by keyboard alone and on a phone: plan a run and find out how to begin. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PHONE, SignedInBrowser } from '../support/signed-in.ts';

const CONTENT = join(import.meta.dirname, '..', '..', 'content');
const ANCHOR = '2026-07-22';

let browser: SignedInBrowser;

beforeAll(async () => {
  browser = await SignedInBrowser.start(CONTENT);
});

afterAll(async () => {
  await browser?.close();
});

/** What one can read off the page about the task that is due first. */
async function firstDue(page: Page): Promise<{ task: string; proof: string; how: string }> {
  const item = page.locator('.plan > li').first().locator('li').first();
  await item.waitFor();
  const notes = await item.locator('.note').allTextContents();
  return {
    task: (await item.locator('a').first().textContent()) ?? '',
    proof: notes.find((note) => note.includes('Proof:')) ?? '',
    how: notes.find((note) => note.startsWith('How:')) ?? '',
  };
}

async function expectFirstTask(page: Page): Promise<void> {
  const { task, proof, how } = await firstDue(page);
  expect(task).toBe('Find the people behind the tool and make first contact');
  expect(proof).toBe(
    'Operations manager · Proof: Whom you wrote to, when and through which channel',
  );
  expect(how).toMatch(/^How: Reach out to Open-Source Spotlight guests: /);
  expect(await page.locator('.plan time').first().getAttribute('datetime')).toBe('2026-07-01');
}

async function expectStepBeside(page: Page): Promise<void> {
  const panel = page.getByRole('dialog');
  await panel.getByText('Find the people who maintain the tool today').last().waitFor();
  expect(new URL(page.url()).pathname).toBe('/docs/task-template.tasks.oss/');
}

describe('by keyboard alone', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.open();
    await page.goto('/');
  });

  /** Presses Tab until the element has the focus. */
  async function tabTo(name: RegExp, role: string): Promise<void> {
    const target = page.getByRole(role as 'link', { name }).first();
    for (let presses = 0; presses < 150; presses++) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`${name} cannot be reached by Tab`);
  }

  test('plans Open-Source Spotlight in three actions, and learns what comes first', async () => {
    const field = page.getByLabel(/Planned YouTube publication date/).first();
    for (let presses = 0; presses < 150; presses++) {
      await page.keyboard.press('Tab');
      if (await field.evaluate((element) => element === document.activeElement)) break;
    }
    await page.keyboard.type('07222026');
    expect(await field.inputValue()).toBe(ANCHOR);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/docs/task-template.tasks.oss/?anchor=2026-07-22*');
    await expectFirstTask(page);
  });

  test('reads the step beside the task, and comes back to where it was', async () => {
    await tabTo(/^Reach out to Open-Source Spotlight guests/, 'link');
    await page.keyboard.press('Enter');
    await expectStepBeside(page);
    await page.keyboard.press('Escape');
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    expect(focused).toMatch(/^Reach out to Open-Source Spotlight guests/);
  });

  test('finds who sends the publication date in one search', async () => {
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.querySelector('dialog input') !== null);
    await page.keyboard.type('who sends the publication date');
    const first = page.locator('.search-results [role=option]').first();
    await first.waitFor();
    await page.waitForFunction(() =>
      /publication date|publish/i.test(
        document.querySelector('.search-results [role=option]')?.textContent ?? '',
      ),
    );
    expect(await first.textContent()).toMatch(/Tell the author|publication date/i);
  });
});

describe('on a phone', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.open({ viewport: PHONE, hasTouch: true, isMobile: true });
    await page.goto('/');
  });

  test('plans Open-Source Spotlight in three actions, and learns what comes first', async () => {
    const card = page.locator('.card', { hasText: 'Open-Source Spotlight' });
    await card.getByLabel(/Planned YouTube publication date/).fill(ANCHOR);
    await card.getByRole('button', { name: 'Plan' }).tap();
    await page.waitForURL('**/docs/task-template.tasks.oss/?anchor=2026-07-22*');
    await expectFirstTask(page);
  });

  test('reads the step over the task', async () => {
    await page.locator('.plan a[data-instruction]').first().tap();
    await expectStepBeside(page);
    await page.getByRole('button', { name: 'Close' }).tap();
    expect(await page.locator('.panel').isVisible()).toBe(false);
  });

  test('finds who sends the publication date in one search', async () => {
    await page.getByRole('button', { name: 'Search' }).first().tap();
    await page.getByRole('combobox', { name: 'Search' }).fill('who sends the publication date');
    const first = page.locator('.search-results [role=option]').first();
    await first.waitFor();
    expect(await first.textContent()).toMatch(/Tell the author|publication date/i);
  });
});
