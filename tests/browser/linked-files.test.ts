/** Files that documents link, as a browser gets them: shown, or kept, and never run. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { doc, writeFolder } from '../support/content.ts';
import { emittedPaths } from '../support/running-portal.ts';
import { seekIn } from '../support/seeking.ts';
import { SignedInBrowser } from '../support/signed-in.ts';
import { silence } from '../support/sound.ts';

/** Leaves a trace in what the portal keeps, as only a script of its origin can. */
const PROGRAM = `localStorage.setItem('ran', 'yes')`;

/** An hour: more than a browser fetches before it is asked to go on. */
const HOUR = 3600;

const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><script>${PROGRAM}</script></html>`;
const KEPT = {
  'page.html': `<script>${PROGRAM}</script>`,
  'PAGE.HTM': `<!-- --><script>${PROGRAM}</script>`,
  'page.xhtml': XHTML,
  'page.xml': `<?xml version="1.0"?>${XHTML}`,
  'page.svgz': `<?xml version="1.0"?><!-- -->${XHTML}`,
  'page.pdf': '%PDF-1.4',
  page: `<html><script>${PROGRAM}</script></html>`,
};

let folder: string;
let browser: SignedInBrowser;

beforeAll(async () => {
  const links = [...Object.keys(KEPT), 'script.js', 'drawing.svg', 'sound.wav', 'hour.wav'];
  folder = writeFolder({
    'content/a.md': doc('doc.a', `${links.map((name) => `[${name}](${name})`).join('\n\n')}\n`),
    ...Object.fromEntries(Object.entries(KEPT).map(([name, text]) => [`content/${name}`, text])),
    'content/script.js': PROGRAM,
    'content/drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg"><script>${PROGRAM}</script></svg>`,
    // Every byte of it is ASCII, too.
    'content/sound.wav': silence(76).toString('ascii'),
  });
  writeFileSync(join(folder, 'content', 'hour.wav'), silence(8000 * HOUR));
  browser = await SignedInBrowser.start(join(folder, 'content'));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function hasRun(): Promise<boolean> {
  const page = await browser.open();
  await page.goto('/docs/doc.a/');
  const found = await page.evaluate("localStorage.getItem('ran')");
  return found !== null;
}

test.each(Object.keys(KEPT))('%s is kept under its name', async (name) => {
  const page = await browser.open();
  await page.goto('/docs/doc.a/');
  const link = page.getByRole('link', { name, exact: true });
  const download = page.waitForEvent('download');
  await link.click();
  expect((await download).suggestedFilename()).toBe(name);
  // Nor does it open by its address.
  const again = page.waitForEvent('download');
  const opened = page.goto((await link.getAttribute('href')) ?? '').catch(() => 'none');
  await again;
  expect(await opened).toBe('none');
  expect(await hasRun()).toBe(false);
  await page.context().close();
});

test('a script is run by no page', async () => {
  const page = await browser.open();
  await page.goto('/docs/doc.a/');
  const ended = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const script = document.createElement('script');
        script.onload = () => resolve('ran');
        script.onerror = () => resolve('refused');
        script.src =
          [...document.querySelectorAll('a')].find((link) => link.download === 'script.js')?.href ??
          '';
        document.body.append(script);
      }),
  );
  expect(ended).toBe('refused');
  expect(await hasRun()).toBe(false);
  await page.context().close();
});

test.each(['svg', 'wav'])('a %s file opens, and runs nothing', async (ending) => {
  const page = await browser.open();
  const path = emittedPaths(browser.portal.dist).find((each) => each.endsWith(`.${ending}`));
  const response = await page.goto(`/${path}`);
  expect(response?.status()).toBe(200);
  if (ending === 'svg') expect(await page.locator('svg').count()).toBe(1);
  else {
    const lengthOf = () =>
      page.locator('video').evaluate((media) => (media as HTMLMediaElement).duration);
    await vi.waitFor(async () => expect(await lengthOf()).toBeGreaterThan(0), { timeout: 10_000 });
  }
  expect(await hasRun()).toBe(false);
  await page.context().close();
});

test('a player goes to the end of a recording without fetching what is before it', async () => {
  const page = await browser.open();
  await page.goto('/docs/doc.a/');
  const address = await page.getByRole('link', { name: 'hour.wav' }).getAttribute('href');
  const { at, status, firstByte } = await seekIn(page, address ?? '', HOUR - 60);
  expect([Math.round(at), status]).toEqual([HOUR - 60, 206]);
  expect(firstByte).toBeGreaterThan((8000 * HOUR) / 2);
  await page.context().close();
});
