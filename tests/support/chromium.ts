/**
 * The browser of the tests: `OPSBOOK_CHROMIUM`, an installed Chrome or Chromium, else the
 * one among the development dependencies (Linux x64). Without any of them the tests fail.
 */
import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** No background traffic: the tests talk to loopback only. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function chromiumPath(): Promise<string> {
  const installed = process.env.OPSBOOK_CHROMIUM ?? INSTALLED.find((path) => existsSync(path));
  return installed ?? (await sparticuz.executablePath());
}

export async function launchChromium(): Promise<Browser> {
  // Sparticuz's own list of flags switches web security off, which is what is tested here.
  return chromium.launch({ executablePath: await chromiumPath(), args: QUIET });
}
