/**
 * Video and audio of the build: from the disk, as much as is asked for, so that a player can seek in
 * what no memory holds. They are never compressed: a range is one of the file itself.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type ByteRange, respondInPart } from '../http/byte-range.ts';
import { cacheControlOf } from '../http/headers.ts';
import { deliveryHeaders } from './delivery.ts';
import type { IndexedFile } from './file-index.ts';

/** Validators of one build by path: telling one takes reading its file once. */
export type MediaTags = Map<string, Promise<string>>;

export function isMedia({ delivery }: IndexedFile): boolean {
  return /^(?:video|audio)\//.test(delivery.contentType);
}

export async function serveMedia(
  tags: MediaTags,
  { file, path, delivery }: IndexedFile,
  request: Request,
): Promise<Response> {
  const { size } = await stat(file);
  const tag = tags.get(path) ?? strongEntityTagOf(file);
  tags.set(path, tag);
  const entityTag = await tag.catch((error: unknown) => {
    tags.delete(path);
    throw error;
  });
  const headers = new Headers(deliveryHeaders(delivery));
  const cacheControl = cacheControlOf(path, delivery.contentType);
  if (cacheControl !== undefined) headers.set('Cache-Control', cacheControl);
  return respondInPart(
    { size, entityTag, read: (range) => streamOf(file, range) },
    request,
    headers,
  );
}

async function strongEntityTagOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `"${hash.digest('base64url').slice(0, 22)}"`;
}

/** Opened before the response begins: a file that is gone meanwhile is asked for again. */
async function streamOf(file: string, range: ByteRange = ALL) {
  const handle = await open(file);
  // Node's type of the same class differs from that of browsers.
  return Readable.toWeb(handle.createReadStream(range)) as NodeReadableStream as ReadableStream;
}

const ALL: ByteRange = { start: 0, end: Number.POSITIVE_INFINITY };
