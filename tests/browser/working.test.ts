/** Working with documents in the portal: steps, texts to fill in, plans to take away, tables, keys. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ical, { type VEvent } from 'node-ical';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../support/build.ts';
import { writeFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';
import { SignedInBrowser } from '../support/signed-in.ts';
import { FILES, PROCEDURE } from './office-files.ts';

const PROCEDURE_URL = '/docs/sop.office.order-a-laptop/';
const folder = writeFolder(FILES);
const content = join(folder, 'content');
let browser: SignedInBrowser;

beforeAll(async () => {
  browser = await SignedInBrowser.start(content);
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a procedure', () => {
  let page: Page;
  const progress = () => page.locator('[data-run-count]').textContent();
  const step = (name: string) => page.getByRole('checkbox', { name });

  beforeAll(async () => {
    page = await browser.open();
    await page.goto(PROCEDURE_URL);
    // The script makes the boxes: a press before it is there would be lost.
    await step('Step 1 done').waitFor();
  });

  test('is worked through, one step at a time', async () => {
    await expect.poll(progress).toBe('0 of 3 done');
    await page.getByRole('button', { name: 'Start with step 1' }).click();
    expect(await page.locator('[aria-current=step]').getAttribute('id')).toBe('step-ask');
    await page.getByRole('button', { name: 'Step 1 done, next' }).click();
    await step('Step 2 done').click();
    await expect.poll(progress).toBe('2 of 3 done');
    expect(await page.locator('[aria-current=step]').getAttribute('id')).toBe('step-sign');
  });

  test('is where it was after a reload', async () => {
    await page.reload();
    await expect.poll(progress).toBe('2 of 3 done');
    expect(await step('Step 1 done').isChecked()).toBe(true);
  });

  test('offers to report a step and to edit the source', async () => {
    const report = await page.locator('#step-order .step-report').getAttribute('href');
    const { origin, pathname, searchParams } = new URL(report ?? '');
    expect(origin + pathname).toBe('https://git.example.org/office/issues/new');
    expect(searchParams.get('body')).toContain('Document: sop.office.order-a-laptop');
    expect(searchParams.get('body')).toContain('Step: step-order');
    const edit = page.getByRole('link', { name: 'Edit this page' });
    expect(await edit.getAttribute('href')).toBe(
      'https://git.example.org/office/edit/main/content/order.md',
    );
  });

  test('shows what a link leads to, in a card that Escape closes', async () => {
    await page.locator('#step-order a[href="/docs/doc.office.vendors/"]').focus();
    await page.getByRole('tooltip').getByText('Whom we buy from.').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('tooltip').isVisible()).toBe(false);
  });

  test('in a new version has the changed step to do again, and says so', async () => {
    const path = join(content, 'order.md');
    writeFileSync(path, PROCEDURE.replace('Order it, see', 'Order two, see'));
    const dist = browser.portal.dist;
    expect(await build({ content, out: dist })).toBe(0);
    await page.goto('/');
    await page.goto(PROCEDURE_URL);
    await expect.poll(progress).toBe('1 of 3 done');
    expect(await step('Step 2 done').isChecked()).toBe(false);
    await page.getByText('Changed since you last read it').waitFor();
    expect(await page.locator('li.is-new').getAttribute('id')).toBe('step-order');
  });

  test('can be begun anew', async () => {
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(progress).toBe('0 of 3 done');
  });
});

test('a text is filled in before it is copied', async () => {
  const page = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/docs/template.office.notice/');
  await page.getByLabel('Name').fill('Ada');
  await page.getByText('1 of 2 still open.').waitFor();
  await page.getByLabel('Day').fill('Monday');
  await page.getByText('Everything is filled in.').waitFor();
  await page.locator('.code-block').hover();
  await page.locator('.code-block .copy').click();
  await page.getByText('Copied').first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trim()).toBe('Dear Ada, it comes on Monday.');
});

test('what is typed before the script is there stays', async () => {
  const page = await browser.open();
  const { promise: isTyped, resolve: letScriptsIn } = Promise.withResolvers<void>();
  // Modules wait for the page; the small script in its head does not.
  await page.route('**/*.js', async (route) => {
    if (route.request().headers()['sec-fetch-mode'] === 'cors') await isTyped;
    await route.continue();
  });
  await page.goto('/docs/template.office.notice/', { waitUntil: 'commit' });
  await page.waitForFunction(() => {
    const [field] = document.querySelectorAll<HTMLInputElement>('[data-fill] input');
    if (field) field.value = 'Ada';
    return field !== undefined;
  });
  letScriptsIn();
  await page.getByText('1 of 2 still open.').waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('Ada');
});

test('a document is copied as Markdown, with its frontmatter', async () => {
  const page = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/docs/doc.office.vendors/');
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await page.getByText('Copied').first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^---\nid: "doc\.office\.vendors"\n[\s\S]*\nTwo\.\n$/);
});

describe('a plan', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.open({ timezoneId: 'America/Los_Angeles' });
    await page.goto('/docs/task-template.office.laptop/?anchor=2027-03-02&for.colleague=Ann');
    await page.getByRole('group', { name: 'Download the plan' }).waitFor();
  });

  test('can be looked at without what it asks for', async () => {
    await page.getByText('Not given yet: model.').waitFor();
    await page.locator('.plan').getByText('Ask for the keyboard of the Model').waitFor();
    expect(await page.locator('.plan mark').allTextContents()).toEqual(['Model']);
    expect(await page.getByLabel('Time zone').inputValue()).toBe('America/Los_Angeles');
    expect(await page.locator('datalist option[value="Europe/Berlin"]').count()).toBe(1);
  });

  test('is filled in, says who, and can be shared', async () => {
    await page.getByLabel('Model').fill('X200');
    await page.getByLabel('Budget').fill('2');
    await page.getByLabel('Keyboard').selectOption('German');
    await page.getByLabel('Time zone').fill('Asia/Kolkata');
    await page.getByRole('button', { name: 'Show dates' }).click();
    await page.getByText('X200 for Ann').waitFor();
    await page.getByText('Ask for the keyboard of the X200').waitFor();
    await page.getByText('09:00 Asia/Kolkata · Buyer').waitFor();
    const address = new URL(page.url());
    expect(Object.fromEntries(address.searchParams)).toEqual({
      'for.colleague': 'Ann',
      zone: 'Asia/Kolkata',
      'input.model': 'X200',
      'input.budget': '2',
      'input.keyboard': 'German',
      anchor: '2027-03-02',
    });
    await page.reload();
    await page.getByText('X200 for Ann').waitFor();
    expect(await page.getByLabel('Keyboard').inputValue()).toBe('German');
  });

  async function download(name: string): Promise<{ file: string; text: string }> {
    const [begun] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    return { file: begun.suggestedFilename(), text: readFileSync(await begun.path(), 'utf8') };
  }

  test('says that the anchor is an unusual day', async () => {
    await page.getByText('is usually a Monday').waitFor();
  });

  test('is taken away as the command line would print it', async () => {
    const args = [
      ...['plan', 'laptop', '--content', content, '--anchor', '2027-03-02'],
      ...['--for', 'colleague=Ann', '--zone', 'Asia/Kolkata', '--input', 'model=X200'],
      ...['--input', 'budget=2', '--input', 'keyboard=German'],
    ];
    const printed = async (format: string) =>
      (await runOpsbook([...args, '--format', format])).stdout;
    const json = await download('JSON');
    expect(json.file).toBe('laptop-2027-03-02.json');
    expect(JSON.parse(json.text)).toEqual(JSON.parse(await printed('json')));
    expect((await download('CSV')).text).toBe(await printed('csv'));
  });

  test('is a calendar that a calendar reads', async () => {
    const { file, text } = await download('Calendar');
    expect(file).toBe('laptop-2027-03-02.ics');
    const events = Object.values(ical.sync.parseICS(text)).filter(
      (part) => part?.type === 'VEVENT',
    );
    expect(events.map((event) => (event as VEvent).uid).sort()).toEqual([
      'laptop.2027-03-02.Ann.ask-keyboard@opsbook',
      'laptop.2027-03-02.Ann.sign-note@opsbook',
    ]);
  });

  test('is Markdown to paste', async () => {
    expect((await download('Markdown')).text).toContain('Ask for the keyboard');
  });
});

test('the table of all documents is filtered, and its address says how', async () => {
  const page = await browser.open();
  await page.goto('/all/?type=SOP');
  const rows = page.locator('tbody tr:visible');
  expect(await rows.count()).toBe(1);
  await page.getByLabel('Type').selectOption('');
  await page.getByLabel('Title or id').fill('vendors');
  expect(await rows.allTextContents()).toEqual([expect.stringContaining('Vendors')]);
  expect(new URL(page.url()).search).toBe('?text=vendors');
  await page.getByText('1 of 4 documents match.').waitFor();
});

describe('keys', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.open();
    await page.goto(PROCEDURE_URL);
  });

  test('tick a step', async () => {
    await page.getByRole('checkbox').first().waitFor();
    await page.keyboard.press('j');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className))
      .toBe('step-check');
    await page.keyboard.press('x');
    await expect.poll(() => page.locator('[data-run-count]').textContent()).toBe('1 of 3 done');
  });

  test('are listed on a sheet, and can be switched off', async () => {
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Keyboard shortcuts').waitFor();
    await sheet.getByLabel('Single-key shortcuts').uncheck();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('x');
    // Keys are followed in their order: once the sheet is there, the first one has been.
    await page.keyboard.press('?');
    await sheet.getByText('Keyboard shortcuts').waitFor();
    expect(await page.locator('[data-run-count]').textContent()).toBe('1 of 3 done');
    await sheet.getByLabel('Single-key shortcuts').check();
    await page.keyboard.press('Escape');
  });

  test('lead to other pages', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL('**/all/');
  });
});

test('an address that is nearly right leads to the document', async () => {
  const page = await browser.open();
  await page.goto('/docs/sop.office.order-a-laptpo/');
  await page.getByRole('link', { name: 'Order a laptop' }).click();
  await page.waitForURL(`**${PROCEDURE_URL}`);
});
