/** Second factors as people use them: a real Chromium, with an authenticator of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { account, openPortal } from '../server/portal-fixture.ts';
import { codeOf } from '../server/second-factor-fixture.ts';
import { launchChromium } from '../support/chromium.ts';
import { violationsOf } from '../support/kinds-of-page.ts';
import { DESKTOP, PHONE } from '../support/signed-in.ts';

/** Where pictures of the pages go, for whoever wants to see them. */
const shots = process.env.OPSBOOK_SCREENSHOTS;

let browser: Browser;
let complaints: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(() => {
  complaints = [];
});

async function start(options: Parameters<typeof openPortal>[0] = {}) {
  const portal = await openPortal({ onSocket: true, ...options });
  const origin = portal.origin.replace('127.0.0.1', 'localhost');
  async function open(context: BrowserContextOptions = {}): Promise<Page> {
    const own: BrowserContext = await browser.newContext({
      baseURL: origin,
      viewport: DESKTOP,
      ...context,
    });
    onTestFinished(() => own.close());
    const page = await own.newPage();
    page.on('console', (message) => {
      // The statuses of forms that are shown again.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  }
  return { ...portal, origin, open };
}

/** An authenticator of the browser, with a finger on it. */
async function addAuthenticator(page: Page, more: { readonly isVerified?: boolean } = {}) {
  const { isVerified = true } = more;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: isVerified,
      automaticPresenceSimulation: true,
    },
  });
  return { devtools, authenticatorId };
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in?returnTo=/account');
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** No violation, in either theme and width; nothing wider than the screen. */
async function look(page: Page, name: string, shown: string): Promise<void> {
  await page.getByText(shown).first().waitFor();
  for (const [size, usual] of [
    [PHONE, 'light'],
    [DESKTOP, 'dark'],
  ] as const) {
    const { width } = size;
    for (const colorScheme of ['light', 'dark'] as const) {
      if (shots === undefined && colorScheme !== usual) continue;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([name, width, overflow]).toEqual([name, width, 0]);
      await page.evaluate(axe.source);
      expect([name, colorScheme, await violationsOf(page)]).toEqual([name, colorScheme, []]);
      if (shots === undefined) continue;
      mkdirSync(shots, { recursive: true });
      await page.screenshot({
        path: join(shots, `${name}-${width}-${colorScheme}.png`),
        fullPage: true,
      });
    }
  }
}

const seedOn = async (page: Page) =>
  ((await page.locator('.key').textContent()) ?? '').replaceAll(' ', '');

test('a passkey is added, asked for after the password, and signs in alone', async () => {
  const { open, events } = await start();
  const page = await open();
  await addAuthenticator(page);
  await signIn(page);
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await look(page, 'add-passkey', 'Your device will ask');
  await page.getByLabel('Name').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await look(page, 'backup-codes', 'I have kept them');
  await page.getByRole('link', { name: 'go on' }).click();
  await page.getByText('Laptop').waitFor();
  // The same device is not added twice.
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('has a passkey for your account already').waitFor();
  await page.goto('/account');
  await look(page, 'account-with-passkey', 'Backup codes');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await signIn(page);
  await look(page, 'second-step-passkey', 'Second step');
  await page.getByRole('button', { name: 'Use a passkey' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await look(page, 'sign-in', 'Use a passkey instead');
  await page.getByRole('button', { name: 'Use a passkey instead' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.goto('/account');
  await page.getByText('last used').first().waitFor();
  expect(events.filter(({ event }) => event.startsWith('sign-in')).at(-1)).toMatchObject({
    by: 'passkey',
  });
  expect(complaints).toEqual([]);
});

test('a device that does not know its user is no sign-in by itself, and says so', async () => {
  const { open } = await start();
  const page = await open();
  const { devtools, authenticatorId } = await addAuthenticator(page);
  await signIn(page);
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('link', { name: 'go on' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.getByRole('button', { name: 'Use a passkey instead' }).click();
  await look(page, 'sign-in-no-passkey', 'No passkey was used');
  await signIn(page);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a browser that knows no passkeys offers none, and says so where one is asked for', async () => {
  const { open } = await start();
  const page = await open();
  await page.addInitScript('delete window.PublicKeyCredential');
  await signIn(page);
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await page.getByText('This browser knows no passkeys.').waitFor();
  expect(await page.getByRole('button', { name: 'Add a passkey' }).isDisabled()).toBe(true);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.getByRole('button', { name: 'passkey' }).count()).toBe(0);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('an app and backup codes work without scripts', async () => {
  const { open, now, advance } = await start();
  const page = await open({ javaScriptEnabled: false });
  await signIn(page);
  await page.getByRole('link', { name: 'Add an authenticator app' }).click();
  const seed = await seedOn(page);
  await page.getByLabel('Name').fill('Phone');
  await page.getByLabel('Code that the app shows').fill('000000');
  await page.getByRole('button', { name: 'Add this app' }).click();
  await page.getByText('This code is not right').waitFor();
  expect(await seedOn(page)).toBe(seed);
  expect(await page.getByLabel('Name').inputValue()).toBe('Phone');
  await page.getByLabel('Code that the app shows').fill(codeOf(seed, now()));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your backup codes' }).waitFor();
  const codes = await page.locator('.codes code').allTextContents();
  expect(codes).toHaveLength(8);
  await page.getByRole('link', { name: 'go on' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  advance(60_000);
  await signIn(page);
  expect(await page.getByRole('button', { name: 'passkey' }).count()).toBe(0);
  await page.getByLabel('Code of your authenticator app').fill(codeOf(seed, now()));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await signIn(page);
  await page.getByText('Use a backup code').click();
  await page.getByLabel('Backup code').fill(codes[0] ?? '');
  await page.getByRole('button', { name: 'Use this code' }).click();
  await page.getByText('7 left').waitFor();
  expect(complaints).toEqual([]);
});

test('the pages of second factors are for everybody, at any width and in either theme', async () => {
  const { open, now, advance } = await start({ secondFactorOf: 'everybody' });
  const page = await open();
  await signIn(page);
  await look(page, 'set-up', 'Set up a second factor');
  await page.getByRole('link', { name: 'Add an authenticator app' }).click();
  await look(page, 'add-app', 'Scan the picture');
  const seed = await seedOn(page);
  await page.getByLabel('Code that the app shows').fill('000000');
  await page.getByRole('button', { name: 'Add this app' }).click();
  await look(page, 'add-app-wrong', 'This code is not right');
  await page.getByLabel('Name').fill('Phone');
  await page.getByLabel('Code that the app shows').fill(codeOf(seed, now()));
  await page.getByRole('button', { name: 'Add this app' }).click();
  await page.getByRole('link', { name: 'go on' }).click();
  await look(page, 'account-with-app', 'Backup codes');

  await page.getByRole('link', { name: 'Remove Phone' }).click();
  await look(page, 'remove', 'It is the last one');
  await page.goto('/second-factor/backup-codes');
  await look(page, 'new-codes', 'Those you have');
  advance(11 * 60_000);
  await page.goto('/second-factor/backup-codes');
  await look(page, 'confirm', 'Confirm that it is you');
  await page.getByLabel('Password').fill('x');
  await page.getByRole('button', { name: 'Confirm with the password' }).click();
  await look(page, 'confirm-wrong', 'is not right');
  await page.getByLabel('Code of your authenticator app').fill(codeOf(seed, now()));
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'New backup codes' }).waitFor();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signIn(page);
  await look(page, 'second-step-app', 'Second step');
  await page.getByText('Use a backup code').click();
  await page.getByLabel('Backup code').fill('nothing');
  await page.getByRole('button', { name: 'Use this code' }).click();
  await look(page, 'second-step-wrong', 'This code is not right');
  expect(complaints).toEqual([]);
});
