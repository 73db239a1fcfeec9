/**
 * What a build says of the look of its portal, for pages that the server makes itself: all of it is
 * for strangers. A file is shown to them only if the build names it and its name is the hash of its
 * content, so that nothing else can be put in its place; what is damaged is left out.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type BrandJson, brandJson, portalJson } from '../../../schemas/portal-json.ts';
import { cacheControlOf } from '../http/headers.ts';
import { deliveryHeaders, deliveryOf } from './delivery.ts';
import type { FileIndex } from './file-index.ts';

export interface Look extends BrandJson {
  /** Name of the portal, where the build has one. */
  readonly title: string | undefined;
  /** What strangers may have, by the path of its address. */
  readonly files: ReadonlyMap<string, OpenFile>;
}

export interface OpenFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

export const PLAIN_LOOK: Look = { title: undefined, files: new Map() };

/** Plain where the build says nothing, or nothing that can be taken. */
export async function readLook(index: FileIndex): Promise<Look> {
  const { title, brand } = told.parse(await readJson(index, '/api/portal.json'));
  const named = [brand.logo?.file, brand.logoDark?.file, brand.icon?.file, brand.colours];
  const files = new Map<string, OpenFile>();
  for (const path of new Set(named)) {
    const file = path && (await readOpenFile(index, `/${path}`));
    if (file) files.set(`/${path}`, file);
  }
  return { ...withWholeFiles(brand, files), title, files };
}

const told = z
  .object({
    title: portalJson.shape.title.optional().catch(undefined),
    brand: brandJson.default({}).catch({}),
  })
  .catch({ title: undefined, brand: {} });

async function readJson(index: FileIndex, url: string): Promise<unknown> {
  const bytes = await readIndexed(index, url);
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

async function readOpenFile(index: FileIndex, url: string): Promise<OpenFile | undefined> {
  const bytes = await readIndexed(index, url);
  if (bytes === undefined) return undefined;
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (!url.startsWith(`/brand/${hash}.`)) return undefined;
  const delivery = deliveryOf(url);
  const cacheControl = cacheControlOf(url, delivery.contentType);
  return {
    bytes,
    headers: {
      ...deliveryHeaders(delivery),
      ...(cacheControl && { 'Cache-Control': cacheControl }),
    },
  };
}

/** A file that cannot be read is as good as none; one that is gone tells that a build is swapped in. */
async function readIndexed(
  { entries }: FileIndex,
  url: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const entry = entries.get(url);
  if (entry?.kind !== 'file') return undefined;
  try {
    return new Uint8Array(await readFile(entry.file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    return undefined;
  }
}

function withWholeFiles(brand: BrandJson, files: ReadonlyMap<string, OpenFile>): BrandJson {
  const isWhole = (path: string | undefined) => path !== undefined && files.has(`/${path}`);
  const { logo, logoDark, icon, colours, logoSaysTitle = false, footerLinks } = brand;
  const hasLogo = isWhole(logo?.file);
  return {
    ...(hasLogo && { logo, logoSaysTitle }),
    ...(hasLogo && isWhole(logoDark?.file) && { logoDark }),
    ...(isWhole(icon?.file) && { icon }),
    ...(isWhole(colours) && { colours }),
    ...(footerLinks && { footerLinks }),
  };
}
