/**
 * A file of the build as a response: compressed as the browser takes it, kept in memory as it was
 * sent, and not sent again to whoever has it.
 */
import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { cacheControlOf, entityTagOf, isNotModified } from '../http/headers.ts';
import { bestEncoding, compress, type Encoding, isCompressible } from './compression.ts';
import { deliveryHeaders } from './delivery.ts';
import type { IndexedFile } from './file-index.ts';

/** What was served of one build, as it was sent, as far as it fits. */
export type ServedFiles = LRUCache<string, Representation>;

interface Representation {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

export function openServedFiles(): ServedFiles {
  return new LRUCache<string, Representation>({
    maxSize: MAX_SERVED_BYTES,
    sizeCalculation: ({ bytes }) => bytes.length + 1024,
  });
}

/** Responds with `file`; a 404 page is never "not modified". */
export async function serveFile(
  served: ServedFiles,
  file: IndexedFile,
  request: Request,
  status: 200 | 404,
): Promise<Response> {
  const encoding = isCompressible(file.delivery.contentType)
    ? bestEncoding(request.headers.get('Accept-Encoding'))
    : undefined;
  const key = `${encoding ?? ''} ${file.path}`;
  const known = served.get(key);
  const { bytes, headers } = known ?? (await represent(file, encoding));
  if (known === undefined) served.set(key, { bytes, headers });
  const entityTag = status === 200 ? headers.ETag : undefined;
  if (entityTag && isNotModified(request.headers.get('If-None-Match'), entityTag)) {
    const { 'Content-Length': _, 'Content-Encoding': __, ...kept } = headers;
    return new Response(null, { status: 304, headers: kept });
  }
  return new Response(bytes, { status, headers });
}

const MAX_SERVED_BYTES = 64 * 1024 * 1024;

async function represent(
  { file, path, delivery, packed }: IndexedFile,
  wanted: Encoding | undefined,
): Promise<Representation> {
  const { contentType } = delivery;
  const content = new Uint8Array(await readFile(file));
  const cacheControl = cacheControlOf(path, contentType);
  const ready = wanted && packed[wanted];
  const { bytes, encoding } =
    ready === undefined
      ? await compress(content, wanted)
      : { bytes: new Uint8Array(await readFile(ready)), encoding: wanted };
  return {
    bytes,
    headers: {
      ...deliveryHeaders(delivery),
      'Content-Length': String(bytes.length),
      ...(isCompressible(contentType) && { Vary: 'Accept-Encoding' }),
      ...(encoding && { 'Content-Encoding': encoding }),
      ...(cacheControl && { 'Cache-Control': cacheControl, ETag: entityTagOf(content) }),
    },
  };
}
