/**
 * The frame of every page of the workspace: the page that the build made for it, with the same
 * header, navigation and search as documents have. Its marked part is filled here.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html } from 'hono/html';
import { fileOf, PAGES } from '../../../../schemas/addresses.ts';
import { fillSlot, PAGE_SLOTS } from '../../../../schemas/page-slots.ts';
import { onceABuild } from '../build-cache.ts';
import type { Markup } from './markup.ts';

export interface FramedPage {
  readonly title: string;
  /** Name of the portal. */
  readonly site: string;
  readonly main: Markup;
}

export type Shell = (page: FramedPage) => Promise<string | undefined>;

/** `dist` is the folder of the build; undefined for one without a frame. */
export function openShell(dist: string): Shell {
  const readFrame = onceABuild(dist, () =>
    readFile(join(dist, fileOf(PAGES.work), 'index.html'), 'utf8').catch(() => ''),
  );
  return async ({ title, site, main }) => {
    const framed = fillSlot(await readFrame(), PAGE_SLOTS.main, `${main}`);
    if (framed === undefined) return undefined;
    const heading = `${title} · ${site}`;
    return fillSlot(framed, PAGE_SLOTS.title, `${html`${heading}`}`) ?? framed;
  };
}
