/**
 * What is sent whole, in part or not at all (RFC 9110, 13 and 14): how players of video and audio seek.
 */
import { isNotModified } from './headers.ts';

/** Both ends belong to it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface Rangeable {
  /** In bytes. */
  readonly size: number;
  /** A strong validator: what is put together of parts is of one file. */
  readonly entityTag: string;
  /** All bytes, or those of `range`, which lies within them. */
  read(range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

/** The whole, a range of it, or that the asker has it; `headers` are those of all three. */
export async function respondInPart(
  { size, entityTag, read }: Rangeable,
  request: Request,
  headers: Headers,
): Promise<Response> {
  headers.set('Accept-Ranges', 'bytes');
  headers.set('ETag', entityTag);
  if (isNotModified(request.headers.get('If-None-Match'), entityTag)) {
    return new Response(null, { status: 304, headers });
  }
  const range = rangeOf(request, entityTag, size);
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  headers.set('Content-Length', String(end - start + 1));
  if (range) headers.set('Content-Range', `bytes ${start}-${end}/${size}`);
  // What is opened for a HEAD would stay open: nobody reads it.
  const body = request.method === 'HEAD' ? null : await read(range);
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** One range of a GET (RFC 9110, 14.2); whatever else is asked for gets the whole. */
function rangeOf(
  request: Request,
  entityTag: string,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] =
    /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.get('Range') ?? '') ?? [];
  const condition = request.headers.get('If-Range');
  if (request.method !== 'GET' || first + last === '') return undefined;
  if (condition !== null && condition !== entityTag) return undefined;
  if (first === '') {
    // The last so many bytes.
    if (Number(last) === 0 || size === 0) return 'unsatisfiable';
    return { start: Math.max(size - Number(last), 0), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start < size ? { start, end } : 'unsatisfiable';
}
