/** From the first sign-in to a task that is done, in a real browser: by keyboard, and without scripts. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeFolder } from '../support/content.ts';
import { violationsOf } from '../support/kinds-of-page.ts';
import { DESKTOP, PHONE, SignedInBrowser } from '../support/signed-in.ts';

const MEETUP = `---
id: task-template.office.meetup
title: Meetup
doc_type: task-template
summary: One meetup.
template:
  type: meetup
  anchor: { label: Day of the meetup }
  trigger: { type: manual }
  bundleLinkDefinitions: [{ name: Page }]
  stages: [open, done]
  phases: [{ id: all, name: All of it, stage: open }]
  tasks:
    - refId: ask-venue
      description: Ask the venue
      phase: all
      offsetDays: -14
      instructionDocId: sop.office.ask
      instructionStepId: write
      waiting: { for: the venue, followUpDays: 3 }
    - refId: publish
      description: Publish the page
      phase: all
      offsetDays: 0
      dependsOn: [ask-venue]
      requiredLinkName: Page
      stageOnComplete: done
---
`;
const ASK = `---
id: sop.office.ask
title: Ask a venue
doc_type: sop
summary: Who writes what.
---

## Summary

How one asks.

## Prerequisites

- A date.

## Procedure

1. Look up whom to ask. <!-- step: look -->
2. Write to them. <!-- step: write -->

## Validation

- They have answered.

## Troubleshooting

Nothing yet.

## References

- [[task-template.office.meetup]]
`;
const folder = writeFolder({ 'content/meetup.md': MEETUP, 'content/ask.md': ASK });
let browser: SignedInBrowser;

beforeAll(async () => {
  browser = await SignedInBrowser.start(join(folder, 'content'));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const row = (page: Page, name: string) => page.locator('.work-row', { hasText: name });

async function start(page: Page, day = '2099-03-02'): Promise<void> {
  await page.goto('/work/start/meetup/');
  await page.getByLabel('Day of the meetup').fill(day);
  await page.getByRole('button', { name: 'Start this run' }).click();
  await page.getByText('The run has begun.').waitFor();
}

/** Goes on with the Tab key until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let pressed = 0; pressed < 150; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}

test('signing in leads to Today, where nothing is active yet', async () => {
  const page = await browser.open();
  await page.goto('/sign-in');
  expect(new URL(page.url()).pathname).toBe('/work/');
  await page.getByText('No work is active.').waitFor();
  await page.context().close();
});

test('from the first start to a task that is done, by keyboard alone (OP-9)', async () => {
  const page = await browser.open();
  await page.goto('/work/');
  await tabTo(page, page.getByLabel('Day of the meetup'));
  await page.keyboard.type('03022099');
  await page.keyboard.press('Enter');
  await page.getByText('The run has begun.').waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/work\/runs\//);
  await page.goto('/work/');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Ask the venue');
  await page.keyboard.press('x');
  await page.getByText('The task is done.').waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Publish the page');
  await page.keyboard.press('x');
  await page.keyboard.type('nowhere');
  await page.keyboard.press('Enter');
  await page.getByText('which is not an address').waitFor();
  // Keys are letters within a field.
  const field = row(page, 'Publish the page').getByLabel('Page');
  expect(await field.inputValue()).toBe('nowhere');
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('https://example.org/jxkw');
  await page.keyboard.press('Enter');
  await page.getByText('No work is active.').waitFor();
  await page.context().close();
});

test('the same without scripts', async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await start(page);
  await page.goto('/work/');
  await row(page, 'Ask the venue').getByRole('button', { name: 'Complete' }).click();
  await page.getByText('The task is done.').waitFor();
  const publish = row(page, 'Publish the page');
  await publish.getByText('Complete…').click();
  await publish.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('is not done').waitFor();
  await publish.getByLabel('Page').fill('https://example.org/page');
  await publish.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('The task is done.').waitFor();
  await page.context().close();
});

describe('a task', () => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.open();
    await start(page, '2099-04-02');
    await page.getByRole('link', { name: /^Ask the venue Upcoming/ }).click();
  });

  test('has its procedure at its step, and steps that are ticked for everybody (OS-T5)', async () => {
    await page.getByRole('link', { name: 'Go to the step of this task' }).click();
    const step = page.locator('li[aria-current=step]', { hasText: 'Write to them.' });
    await step.waitFor();
    const box = step.getByRole('checkbox', { name: 'Step 2 done' });
    await box.click();
    await page.getByText('1 of 2 steps ticked').waitFor();
    expect(await box.getAttribute('aria-checked')).toBe('true');
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.reload();
    await page.getByText('1 of 2 steps ticked').waitFor();
  });

  test('keeps what is typed into one form while another is sent', async () => {
    await page.getByText('Note…').click();
    await page.getByLabel('Note').fill('Half a sentence');
    await page.getByRole('button', { name: 'Start work on it' }).click();
    await page.getByText('Work on the task has begun.').waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('Half a sentence');
  });

  test('keeps what is typed when it cannot be sent', async () => {
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Add the note' }).click();
    await page.getByText('This could not be sent.').waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('Half a sentence');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Add the note' }).click();
    await page.getByText('The note is added.').waitFor();
    await page.locator('.work-history').getByText('Half a sentence').waitFor();
  });

  test('waits with a key, from Today as well', async () => {
    await page.goto('/work/');
    await row(page, 'Ask the venue').getByRole('link', { name: 'Ask the venue' }).focus();
    await page.keyboard.press('w');
    await page.getByLabel('What was asked').waitFor();
    expect(await page.getByLabel('For whom or what').inputValue()).toBe('the venue');
    await page.getByLabel('What was asked').fill('Is there room?');
    await page.getByRole('button', { name: 'Wait' }).click();
    await page.getByText('The task is waiting.').waitFor();
  });

  test('has its file attached from the page', async () => {
    await page.getByText('Attach a file…').click();
    const file = {
      name: 'offer.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('An offer of the venue.\n'),
    };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Attach' }).click();
    await page.getByText('The file is attached.').waitFor();
    await page.locator('.work-history').getByText('attached offer.txt').waitFor();
  });
});

test.each([
  ['light', DESKTOP],
  ['dark', PHONE],
] as const)(
  'its pages are accessible and fit their frame: %s, %o',
  async (colorScheme, viewport) => {
    const page = await browser.open({ colorScheme, viewport });
    await page.addInitScript(axe.source);
    await page.goto('/work/?who=all');
    const task = await row(page, 'Ask the venue')
      .first()
      .getByRole('link')
      .first()
      .getAttribute('href');
    const run = task?.replace(/\?.*/, '') ?? '';
    const problems: string[] = [];
    for (const path of [
      '/work/?who=all',
      '/work/start/meetup/?anchor=2099-03-02',
      '/work/runs/',
      run,
      task ?? '',
    ]) {
      await page.goto(path);
      for (const each of await page.locator('main details').all()) {
        await each.evaluate((element: HTMLDetailsElement) => {
          element.open = true;
        });
      }
      problems.push(...(await violationsOf(page)));
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > viewport.width) problems.push(`${path} is wider than the screen`);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  },
);

test('the browser complains of nothing but what was refused on purpose', () => {
  const unexpected = browser.complaints.filter(
    (each) => !/status of 409|status of 422|ERR_INTERNET_DISCONNECTED/.test(each),
  );
  expect(unexpected).toEqual([]);
});
