/** A browser that goes to a late moment of a recording without fetching all before it. */
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';

export interface Seek {
  /** Where the player is now, in seconds. */
  readonly at: number;
  /** Of the last response to the player. */
  readonly status: number;
  readonly firstByte: number;
}

/** Opens `address` in the page the browser makes of a recording and goes to second `to` of it. */
export async function seekIn(page: Page, address: string, to: number): Promise<Seek> {
  let [status, firstByte] = [0, 0];
  page.on('response', (response) => {
    const range = /^bytes (\d+)-/.exec(response.headers()['content-range'] ?? '');
    [status, firstByte] = [response.status(), Number(range?.[1] ?? 0)];
  });
  await page.goto(address);
  const player = page.locator('video');
  const stateOf = () =>
    player.evaluate((element) => {
      const { currentTime, seeking, readyState } = element as HTMLMediaElement;
      return { currentTime, isThere: readyState > 0 && !seeking };
    });
  // Asked again and again: the page is sandboxed, so no listener in it is called.
  const isThere = async () => expect((await stateOf()).isThere).toBe(true);
  await vi.waitFor(isThere, WAIT);
  await player.evaluate((element, second) => {
    const media = element as HTMLMediaElement;
    media.pause();
    media.currentTime = second;
  }, to);
  await vi.waitFor(isThere, WAIT);
  return { at: (await stateOf()).currentTime, status, firstByte };
}

const WAIT = { timeout: 20_000 };
