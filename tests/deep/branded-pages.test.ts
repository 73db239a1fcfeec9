/** A portal in the look of its owner as Chromium shows it: accessible in both themes, on every kind of page. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemsOfPages, violationsOf } from '../support/kinds-of-page.ts';
import { DESKTOP, PHONE, SignedInBrowser } from '../support/signed-in.ts';
import { root } from './served-portal.ts';

const folder = mkdtempSync(join(tmpdir(), 'opsbook-branded-'));
const svg = (colour: string) =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><script>document.title = "run"</script>' +
  `<circle cx="20" cy="20" r="18" fill="${colour}"/></svg>`;
const config = {
  title: 'Alder Field Operations',
  logo: 'brand/logo.svg',
  logoDark: 'brand/logo-dark.svg',
  icon: 'brand/logo.svg',
  accent: '#5b2d8e',
  footerLinks: [{ label: 'Imprint', url: 'https://example.org/imprint' }],
  stylesheet: 'brand/portal.css',
};

let browser: SignedInBrowser;

beforeAll(async () => {
  cpSync(join(root, 'content'), join(folder, 'content'), { recursive: true });
  cpSync(join(root, 'registry.lock.json'), join(folder, 'registry.lock.json'));
  mkdirSync(join(folder, 'brand'));
  writeFileSync(join(folder, 'opsbook.config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'brand/logo.svg'), svg('purple'));
  writeFileSync(join(folder, 'brand/logo-dark.svg'), svg('plum'));
  writeFileSync(join(folder, 'brand/portal.css'), '.bar { border-bottom-width: 3px }\n');
  browser = await SignedInBrowser.start(join(folder, 'content'));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Addresses of the logos that are seen. */
async function logosOf(page: Page): Promise<string[]> {
  const shown = page.locator('img.logo:visible');
  return shown.evaluateAll((images) =>
    images.map((image) => {
      const { currentSrc, naturalWidth } = image as HTMLImageElement;
      return `${naturalWidth > 0 ? '' : 'broken '}${new URL(currentSrc).pathname}`;
    }),
  );
}

test.each([
  ['light', DESKTOP],
  ['dark', PHONE],
] as const)('every kind of page is accessible: %s', async (colorScheme, viewport) => {
  const page = await browser.open({ viewport, colorScheme });
  expect(await problemsOfPages(page)).toEqual([]);
  await page.context().close();
});

test.each([
  ['light', 'rgb(91, 45, 142)'],
  ['dark', 'rgb(167, 124, 227)'],
] as const)(
  'pages of the server are accessible, and in the colour: %s',
  async (colorScheme, accent) => {
    for (const path of ['/sign-in', '/account', '/password']) {
      const isStranger = path === '/sign-in';
      const page = await browser.open({
        colorScheme,
        viewport: PHONE,
        ...(isStranger && { storageState: { cookies: [], origins: [] } }),
      });
      await page.addInitScript(axe.source);
      await page.goto(path);
      expect(await violationsOf(page)).toEqual([]);
      const line = page.locator('main');
      expect(await line.evaluate((main) => getComputedStyle(main).borderTopColor)).toBe(accent);
      expect(await logosOf(page)).toEqual([expect.stringMatching(/^\/brand\/[0-9a-f]{64}\.svg$/)]);
      expect(await page.getByRole('link', { name: 'Imprint' }).isVisible()).toBe(true);
      await page.context().close();
    }
  },
);

test('the logo follows the theme that is chosen, and the stylesheet of the owner wins', async () => {
  const page = await browser.open({ colorScheme: 'light' });
  await page.goto('/');
  const [light, ...more] = await logosOf(page);
  expect(more).toEqual([]);
  await page.getByLabel('Theme').selectOption('dark');
  const [dark] = await logosOf(page);
  expect(dark).toMatch(/^\/brand\//);
  expect(dark).not.toBe(light);
  const accentOf = () =>
    page
      .locator('.primary')
      .first()
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await accentOf()).toBe('rgb(167, 124, 227)');
  await page.getByLabel('Theme').selectOption('light');
  expect(await logosOf(page)).toEqual([light]);
  expect(await accentOf()).toBe('rgb(91, 45, 142)');
  const line = page.locator('.bar');
  expect(await line.evaluate((bar) => getComputedStyle(bar).borderBottomWidth)).toBe('3px');
  await page.context().close();
});

test('a logo that is opened by itself runs nothing, and the browser complains of no page', async () => {
  const page = await browser.open();
  await page.goto('/');
  const [logo = ''] = await logosOf(page);
  const unexpected = browser.complaints.filter((each) => !/status of 404/.test(each));
  expect(unexpected).toEqual([]);
  await page.goto(logo);
  expect(await page.title()).not.toBe('run');
  await page.context().close();
});
