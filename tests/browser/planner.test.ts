/** What a planner asks for, and the plan that follows what is typed. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askedField, PAGES, startRunUrl } from '../../schemas/addresses.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../../src/rules/engine/example-files.ts';
import { writeFolder } from '../support/content.ts';
import { SignedInBrowser } from '../support/signed-in.ts';

const WORKFLOW = exampleWorkflow({
  description: 'Publish {film} for {client}',
  time: '"06:00"',
  assignee: 'editor',
}).replace(
  '{ label: Publication date }',
  `{ label: Publication date, timeZone: each }
  forEach: [client]
  roles: { editor: Chief editor }
  runTitle: "{film} by {author}"
  inputs:
    - { name: film, label: Film, type: text, required: true, help: As on the poster. }
    - { name: author, label: Author, type: text, required: true }
    - { name: guest, label: Guest, type: email }
    - { name: size, label: Size, type: choice, choices: [short, long] }
    - { name: notes, label: Notes, type: long-text }`,
);
const PAGE = '/docs/task-template.flow/';

const folder = writeFolder({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': WORKFLOW });
let browser: SignedInBrowser;

beforeAll(async () => {
  browser = await SignedInBrowser.start(join(folder, 'content'));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a planner', () => {
  let page: Page;
  const title = () => page.locator('.plan-title').textContent();
  const task = () => page.locator('.plan ul > li').first().innerText();
  const remarks = () => page.locator('.plan-remarks').innerText();

  beforeAll(async () => {
    page = await browser.open();
    await page.goto(PAGE);
    await page.getByLabel('Client').fill('acme');
    await page.getByLabel('Publication date').fill('2999-07-22');
    await page.getByRole('button', { name: 'Show dates' }).click();
    await page.locator('.plan').waitFor();
  });

  test('shows dates without answers, and what is still to be answered', async () => {
    expect(await title()).toBe('Film by Author');
    expect(await page.locator('.plan-title mark').allTextContents()).toEqual(['Film', 'Author']);
    expect(await remarks()).toContain('Not given yet: film and author.');
  });

  test('says who does a task, and fills texts as one types', async () => {
    expect(await task()).toContain('Chief editor');
    await page.getByLabel('Film').pressSequentially('Heat');
    await expect.poll(title).toBe('Heat by Author');
    expect(await task()).toContain('Publish Heat for acme');
    await page.getByLabel('Author').fill('Mann');
    await expect.poll(title).toBe('Heat by Mann');
    expect(await page.locator('.plan mark').count()).toBe(0);
  });

  test('takes the zone of what the run is for', async () => {
    expect(await task()).toMatch(/06:00 \S/);
    await page.getByLabel('Time zone').fill('');
    await expect.poll(remarks).toContain('Times are in the time zone of each client');
    await page.getByLabel('Time zone').fill('Asia/Kolk');
    await expect.poll(remarks).toContain('Asia/Kolk is not a time zone.');
    await page.getByLabel('Time zone').fill('Asia/Kolkata');
    await expect.poll(task).toContain('06:00 Asia/Kolkata');
    expect(await page.locator('.plan-remarks').count()).toBe(0);
    expect(await page.locator('datalist option[value="Asia/Tokyo"]').count()).toBe(1);
  });

  test('keeps in the address what can be shared, and nothing about people', async () => {
    await page.getByLabel('Guest').fill('ada@example.org');
    await page.getByLabel('Size').selectOption('long');
    await page.getByLabel('Notes').fill('One\nand two');
    await expect.poll(() => page.url()).toContain('input.notes=One');
    expect(page.url()).not.toContain('ada');
    await page.goto('/');
    await page.goBack();
    await expect.poll(title).toBe('Heat by Mann');
    expect(await page.getByLabel('Size').inputValue()).toBe('long');
    const shared = await browser.open();
    await shared.goto(new URL(page.url()).pathname + new URL(page.url()).search);
    await shared.locator('.plan').waitFor();
    expect(await shared.locator('.plan-title').textContent()).toBe('Heat by Mann');
    expect(await shared.getByLabel('Notes').inputValue()).toBe('One\nand two');
    expect(await shared.getByLabel('Guest').inputValue()).toBe('');
  });
});

describe('a run is started', () => {
  const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

  test('with what the planner was asked, and nothing about people', async () => {
    const page = await browser.open();
    await page.goto(PAGE);
    await page.getByLabel('Client').fill('acme & co');
    await page.getByLabel('Film').fill('Heat');
    await page.getByLabel('Guest').fill('ada@example.org');
    await page.getByLabel('Time zone').fill('');
    await page.getByLabel('Publication date').fill('2999-07-22');
    await page.getByRole('link', { name: 'Start this run' }).click();
    await page.waitForURL((url) => url.pathname === startRunUrl('flow'));
    expect(query(page)).toEqual({
      [askedField('for', 'client')]: 'acme & co',
      [askedField('input', 'film')]: 'Heat',
      anchor: '2999-07-22',
    });
  });

  test('from a plan that was shared', async () => {
    const page = await browser.open();
    await page.goto(`${PAGE}?anchor=2999-07-22&for.client=acme&zone=#plan`);
    const start = page.getByRole('link', { name: 'Start this run' });
    await expect.poll(() => start.getAttribute('href')).toContain('for.client=acme');
  });

  test.each([PAGES.home, PAGES.workflows])('without scripts from %s', async (url) => {
    const page = await browser.open({ javaScriptEnabled: false });
    await page.goto(url);
    await page.getByLabel('Publication date').fill('2999-07-22');
    await page.getByRole('button', { name: 'Start this run' }).click();
    expect([new URL(page.url()).pathname, query(page)]).toEqual([
      startRunUrl('flow'),
      { anchor: '2999-07-22' },
    ]);
  });

  test('without scripts from the page of the workflow, which has dates asked there', async () => {
    const page = await browser.open({ javaScriptEnabled: false });
    await page.goto(PAGE);
    await page.getByRole('link', { name: 'Start this run' }).click();
    expect(new URL(page.url()).pathname).toBe(startRunUrl('flow'));
  });
});
