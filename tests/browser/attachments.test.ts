/** Attachments as a browser sends them by its own form, gets them back, and shows them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDiskBlobs } from '../../src/server/work/blobs/disk-blobs.ts';
import { makeFolder } from '../server/portal-fixture.ts';
import { bytesOf, hashOf } from '../server/work/blobs-contract.ts';
import { startUploads } from '../server/work/upload-server.ts';
import { launchChromium } from '../support/chromium.ts';
import { seekIn } from '../support/seeking.ts';
import { silence } from '../support/sound.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens the form of a server of its own. */
async function openForm(): Promise<{ page: Page; origin: string }> {
  const { origin } = await startUploads(openDiskBlobs(makeFolder()));
  const page = await browser.newPage();
  await page.goto(origin);
  return { page, origin };
}

/** What the server says to a form with these files in it. */
async function send(page: Page, files: Parameters<Page['setInputFiles']>[1]) {
  await page.setInputFiles('input[type=file]', files);
  await page.click('button');
  return JSON.parse(await page.innerText('body')) as Record<string, unknown>;
}

test('a file arrives as it was chosen, and comes back under its name', async () => {
  const { page, origin } = await openForm();
  const name = 'Übersicht der "Läufe" 2026.csv';
  const buffer = Buffer.from('Lauf;Größe\r\n1;2 und mehr\r\n');
  const kept = await send(page, { name, mimeType: 'text/csv', buffer });
  expect(kept).toMatchObject({ name, sha256: hashOf(buffer), fields: { commandId: 'c1' } });
  await page.setContent(`<a href="${origin}/${kept.sha256}/${encodeURIComponent(name)}">open</a>`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a')]);
  // What a file system does not take in a name, a browser replaces.
  expect(download.suggestedFilename().replaceAll('_', '"')).toBe(name);
});

test('a form that was sent empty is told so', async () => {
  const { page } = await openForm();
  expect(await send(page, [])).toMatchObject({ code: 'not-one-file' });
});

test('a drawing that is opened by itself runs nothing', async () => {
  const { page, origin } = await openForm();
  const program = `document.documentElement.setAttribute('data-ran', 'yes')`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><script>${program}</script></svg>`;
  const buffer = Buffer.from(drawing);
  const kept = await send(page, { name: 'a.svg', mimeType: 'image/svg+xml', buffer });
  await page.goto(`${origin}/${kept.sha256}/a.svg?inline`);
  expect(await page.getAttribute('svg', 'data-ran')).toBeNull();
});

test('a player goes to the end of a recording without fetching what is before it', async () => {
  const blobs = openDiskBlobs(makeFolder());
  const hour = silence(8000 * 3600);
  const limits = { maxBytes: hour.length, bytesLeft: hour.length };
  const { sha256 } = await blobs.put(bytesOf(hour), limits);
  const { origin } = await startUploads(blobs);
  const page = await browser.newPage();
  const seek = await seekIn(page, `${origin}/${sha256}/hour.wav?inline`, 3540);
  expect([Math.round(seek.at), seek.status]).toEqual([3540, 206]);
  expect(seek.firstByte).toBeGreaterThan(hour.length / 2);
  await page.close();
});
