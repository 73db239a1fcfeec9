/**
 * An operator takes an Open-Source Spotlight from a fresh start to done, in a real browser: ExampleDB
 * by Pat, published on 2026-07-22. With `OPSBOOK_SCREENSHOTS` each stage is kept as a picture there.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/server/config/config.ts';
import { type RunningServer, startServer } from '../../src/server/main.ts';
import { build } from '../support/build.ts';
import { launchChromium } from '../support/chromium.ts';

const PASSWORD = 'three unrelated words';
/** Task by task, in the order of the plan; all that each asks for is filled in. */
const TASKS = [
  'reach-out-github-authors',
  'reach-out-tool-author',
  'find-time-calendly',
  'schedule-recording',
  'record-demo',
  'download-upload-youtube',
  'editing-video',
  'add-timecodes-youtube',
  'ask-authors-review-codes',
  'schedule-youtube-video',
  'tell-author-publish-date',
  'add-to-oss-playlist',
  'ask-guest-share-recording',
  'schedule-social-media',
];
const [FIRST = '', INVITATION = ''] = TASKS;

let now = Date.parse('2026-07-01T08:00:00Z');
let server: RunningServer;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'opsbook-walk-'));
  const dist = join(folder, 'dist');
  expect(await build({ content: 'content', out: dist })).toBe(0);
  const config = { OPSBOOK_DIST: dist, OPSBOOK_DATA: join(folder, 'data'), OPSBOOK_PORT: '0' };
  server = await startServer(readConfig(config), { clock: () => now });
  browser = await launchChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function picture(page: Page, name: string): Promise<void> {
  const folder = env.OPSBOOK_SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Another morning, and with it another session. */
async function signInOn(page: Page, day: string, password = PASSWORD): Promise<void> {
  now = Date.parse(`${day}T08:00:00Z`);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill('admin@opsbook.local');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const formOf = (page: Page, type: string, refId: string) =>
  page.locator(`form[data-form*=" ${type} ${refId} "]`).first();

async function openTask(page: Page, refId: string): Promise<void> {
  const tasks = page.getByRole('navigation', { name: 'Tasks' });
  await tasks.locator(`a[href*="task=${refId}"]`).click();
  const form = formOf(page, 'complete', refId);
  await form.waitFor({ state: 'attached' });
  // Of a task that waits, it stands behind a word.
  if (!(await form.isVisible())) await form.locator('xpath=ancestor::details/summary').click();
}

async function completeTask(page: Page, refId: string): Promise<void> {
  await openTask(page, refId);
  const form = formOf(page, 'complete', refId);
  for (const field of await form.locator('input:not([type=hidden]), textarea').all()) {
    if ((await field.inputValue()) !== '') continue;
    const isAddress = (await field.getAttribute('inputmode')) === 'url';
    await field.fill(isAddress ? 'https://example.org/exampledb' : 'Done on Thursday, by mail.');
  }
  await form.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('The task is done.').waitFor();
}

test('OS-T1 to OS-T7 A spotlight runs from a fresh start to done, with proof and waiting', async () => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refusal is an answer with a status of its own.
    const isRefusal = /status of 4(?:09|22)/.test(message.text());
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });

  // A fresh start ends at Today, which offers what can be started and shows no work that is none.
  const oneTime = server.firstAccount?.password ?? '';
  await signInOn(page, '2026-07-01', oneTime);
  await page.getByLabel('One-time password').fill(oneTime);
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password, again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Save password' }).click();
  await page.waitForURL('**/work/');
  expect(await page.getByText('No work is active.').count()).toBe(1);
  await picture(page, '01-first-run');

  // From the planner's page the start form has the date; what the run is for is asked for.
  await page.goto('/work/start/oss/?anchor=2026-07-22');
  await page.getByLabel('Tool', { exact: true }).fill('ExampleDB');
  await page.getByLabel('Author', { exact: true }).fill('Pat');
  await picture(page, '02-start');
  await page.getByRole('button', { name: 'Start this run' }).click();
  await page.waitForURL('**/work/runs/**');
  const run = page.url().replace(/\?.*/, '');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('ExampleDB');
  expect(await page.getByRole('navigation', { name: 'Tasks' }).getByRole('link').count()).toBe(14);

  // The procedure is there at its step, and completing without proof is refused, by name.
  await openTask(page, FIRST);
  await page.locator('li[data-step]').first().waitFor();
  await formOf(page, 'complete', FIRST).getByRole('button', { name: 'Complete' }).click();
  await page.getByRole('alert').filter({ hasText: 'missing' }).first().waitFor();
  await picture(page, '03-refused');
  await completeTask(page, FIRST);

  // Outreach waits, and is back on the day of its follow-up.
  await openTask(page, INVITATION);
  await page.getByText('Wait…').click();
  const wait = formOf(page, 'wait', INVITATION);
  await wait.getByLabel('For whom or what').fill('Pat / ExampleDB author');
  await wait.locator('input[type=date]').fill('2026-07-02');
  await wait.locator('textarea').fill('Invitation sent.');
  await wait.getByRole('button').first().click();
  await page.getByText('Pat / ExampleDB author').first().waitFor();
  await page.goto('/work/');
  await page.getByRole('heading', { name: 'Waiting' }).waitFor();
  await picture(page, '04-waiting');
  await signInOn(page, '2026-07-02');
  await page.goto('/work/');
  await page.getByRole('heading', { name: 'Follow-up due' }).waitFor();
  await picture(page, '05-follow-up');

  await signInOn(page, '2026-07-22');
  await page.goto(run);
  for (const refId of TASKS.slice(1, 10)) await completeTask(page, refId);
  // Published, and what is left stays in sight.
  await page.goto('/work/');
  await page.getByText('Tell the author when the video is published').first().waitFor();
  await picture(page, '06-after-event');
  await signInOn(page, '2026-07-24');
  await page.goto(run);
  for (const refId of TASKS.slice(10)) await completeTask(page, refId);
  await page.goto(run);
  expect(await page.getByText('14 of 14 tasks done').count()).toBe(1);
  await picture(page, '07-done');
  await page.goto('/work/runs/?status=done&q=exampledb');
  await page
    .getByRole('link', { name: /ExampleDB/ })
    .first()
    .waitFor();
  await picture(page, '08-found');
  expect(complaints).toEqual([]);
}, 180_000);
