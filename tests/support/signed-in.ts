/** A browser that has signed in to a running portal once; every context starts from there. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type RunningPortal, startPortal } from './running-portal.ts';

export const DESKTOP = { width: 1280, height: 860 };
export const PHONE = { width: 390, height: 844 };

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

export class SignedInBrowser {
  readonly portal: RunningPortal;
  /** What pages complained of: policy violations, script errors, failed requests. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #state: State;

  private constructor(portal: RunningPortal, browser: Browser, state: State) {
    this.portal = portal;
    this.#browser = browser;
    this.#state = state;
  }

  static async start(content: string): Promise<SignedInBrowser> {
    const portal = await startPortal(content);
    const browser = await launchChromium();
    const context = await browser.newContext({ baseURL: portal.url });
    const page = await context.newPage();
    const own = 'three unrelated words';
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(portal.account.email);
    await page.getByLabel('Password').fill(portal.account.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('One-time password').fill(portal.account.password);
    await page.getByLabel('New password', { exact: true }).fill(own);
    await page.getByLabel('New password, again').fill(own);
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.waitForURL((url) => url.pathname !== '/password');
    const state = await context.storageState();
    await context.close();
    return new SignedInBrowser(portal, browser, state);
  }

  /** A page in a context of its own: nothing is stored in it yet but the session. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      baseURL: this.portal.url,
      storageState: this.#state,
      viewport: DESKTOP,
      ...options,
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      if (isComplaint) this.complaints.push(`${page.url()} ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${page.url()} ${error.message}`));
    return page;
  }

  /** What a client sends to be taken for this session. */
  get cookie(): string {
    return this.#state.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.portal.close();
  }
}
