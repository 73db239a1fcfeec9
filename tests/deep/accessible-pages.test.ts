/** The pairs of theme and width that the quick tests leave out. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemsOfPages } from '../support/kinds-of-page.ts';
import { DESKTOP, PHONE, SignedInBrowser } from '../support/signed-in.ts';

const CONTENT = join(import.meta.dirname, '..', '..', 'content');

let browser: SignedInBrowser;

beforeAll(async () => {
  browser = await SignedInBrowser.start(CONTENT);
});

afterAll(async () => {
  await browser?.close();
});

test.each([
  ['desktop', 'light', DESKTOP],
  ['desktop', 'dark', DESKTOP],
  ['phone', 'light', PHONE],
] as const)('every kind of page is accessible: %s, %s', async (_name, colorScheme, viewport) => {
  const page = await browser.open({ viewport, colorScheme });
  expect(await problemsOfPages(page)).toEqual([]);
  await page.context().close();
});
