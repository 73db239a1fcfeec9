/** A lost password as a browser goes through it, which decides by itself what it sends along. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/server/config/config.ts';
import { startServer } from '../../src/server/main.ts';
import {
  builtFiles,
  hashCost,
  makeFolder,
  openIdentity,
  secret,
} from '../server/portal-fixture.ts';
import { launchChromium } from '../support/chromium.ts';
import { freePort } from '../support/free-port.ts';
import { violationsOf } from '../support/kinds-of-page.ts';
import { startMailServer } from '../support/mail-server.ts';
import { PHONE } from '../support/signed-in.ts';

/** Nothing on the page is in anybody's way, in either theme. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
  }
}

test('a person asks, follows the link, and signs in with the new password', async () => {
  const mail = await startMailServer();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const data = makeFolder();
  const config = readConfig({
    OPSBOOK_DIST: makeFolder(builtFiles),
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: String(port),
    OPSBOOK_ORIGIN: origin,
    OPSBOOK_SECRET: secret,
    OPSBOOK_FIRST_ACCOUNT: 'none',
    OPSBOOK_SMTP_URL: mail.url,
    OPSBOOK_MAIL_FROM: 'handbook@example.org',
  });
  const beside = await openIdentity({ data }, { origin });
  for (const name of ['ada', 'ben']) await beside.accounts.add(`${name}@example.org`);
  await beside.close();
  const server = await startServer(config, { hashCost });
  onTestFinished(() => server.close());
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await (await browser.newContext({ baseURL: origin, viewport: PHONE })).newPage();

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'I have lost my password' }).click();
  await expectAccessible(page);
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await expectAccessible(page);
  const [link = ''] = /http:\S+link=[\w-]{43}/.exec((await mail.arrived(1)).text ?? '') ?? [];
  await page.goto(link);
  expect(page.url()).toBe(`${origin}/new-password`);
  await expectAccessible(page);
  await page.getByLabel('New password', { exact: true }).fill('an entirely new password');
  await page.getByLabel('New password, again').fill('an entirely new password');
  await page.getByRole('button', { name: 'Save password' }).click();
  await page.getByText('Your password is changed.').waitFor();
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByLabel('Password').fill('an entirely new password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${origin}/`);

  await page.goto('/account/people/');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'ben@example.org' }).click();
  await page.getByRole('heading', { name: 'ben@example.org' }).waitFor();
  await expectAccessible(page);
});
