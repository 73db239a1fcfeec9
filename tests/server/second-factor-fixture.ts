/** A portal on a socket, and a person with second factors. */
import { Secret, TOTP } from 'otpauth';
import { SoftwareAuthenticator } from '../support/software-authenticator.ts';
import { type Browser, openPortal, type PortalOptions } from './portal-fixture.ts';

export const page = '/docs/sop.media.upload/';

/** What the app of `seed` shows, so many steps of half a minute from then. */
export function codeOf(seed: string, atMs: number, steps = 0): string {
  const secret = Secret.fromBase32(seed);
  return TOTP.generate({ secret, timestamp: atMs + steps * 30_000 });
}

export async function openGuardedPortal(options: PortalOptions = {}) {
  const portal = await openPortal({ onSocket: true, ...options });
  const { browse, now } = portal;
  const site = portal.origin.replace('127.0.0.1', 'localhost');

  async function signedIn(fields: Record<string, string> = {}): Promise<Browser> {
    const browser = browse();
    await browser.signIn(fields);
    return browser;
  }

  /** Adds an app; `codes` are the backup codes that come with the first factor. */
  async function addApp(browser: Browser, name = 'Phone') {
    const form = await (await browser.get('/second-factor/authenticator')).text();
    const [, key = ''] = /class="key">([A-Z2-7 ]+)</.exec(form) ?? [];
    const [, setUp = ''] = /name="setUp" value="([^"]+)"/.exec(form) ?? [];
    const seed = key.replaceAll(' ', '');
    const given = { setUp, code: codeOf(seed, now()), name };
    const response = await browser.post('/second-factor/authenticator', given);
    return { seed, given, response, codes: codesOn(await response.text()) };
  }

  async function addPasskey(browser: Browser, manner: { readonly isVerified?: boolean } = {}) {
    const device = new SoftwareAuthenticator();
    const options = await (await browser.post('/second-factor/passkey/options', {})).json();
    const credential = device.create(options, { origin: site, ...manner });
    const response = await browser.post('/second-factor/passkey', { credential, name: 'Key' });
    return { device, credential, response, codes: codesOn(await response.text()) };
  }

  /** Signed in with the password alone, by somebody who has a second factor. */
  async function halfWay(): Promise<Browser> {
    return signedIn();
  }

  const opens = async (browser: Browser) => (await browser.get(page)).status === 200;

  return { ...portal, site, signedIn, addApp, addPasskey, halfWay, opens };
}

export function codesOn(text: string): string[] {
  return [...text.matchAll(/<li><code>(.+?)<\/code>/g)].map(([, code = '']) =>
    code.replace(/<[^>]+>/g, ''),
  );
}

export function problemOn(text: string): string | undefined {
  return /role="alert">([^<]+)</.exec(text)?.[1];
}
