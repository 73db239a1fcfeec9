/** Compression on the way out: brotli where the browser takes it, else gzip, else none. */

import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface Compressed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Absent when the bytes are as they were. */
  readonly encoding?: 'br' | 'gzip';
}

/**
 * Whether `compress` may change a body of this kind, and the response therefore varies by
 * `Accept-Encoding`.
 */
export function isCompressible(contentType: string): boolean {
  return /^text\/|^application\/(.*\+)?(json|xml)\b|^image\/svg/.test(contentType);
}

/** Compresses what is long enough to gain by it; `acceptEncoding` is the request's header. */
export async function compress(
  bytes: Uint8Array<ArrayBuffer>,
  acceptEncoding: string | null,
): Promise<Compressed> {
  if (bytes.length < minBytes) return { bytes };
  if (accepts(acceptEncoding, 'br')) {
    return { bytes: new Uint8Array(await brotli(bytes, brotliOptions)), encoding: 'br' };
  }
  if (accepts(acceptEncoding, 'gzip')) {
    return { bytes: new Uint8Array(await gzipped(bytes)), encoding: 'gzip' };
  }
  return { bytes };
}

const minBytes = 1024;
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/**
 * Near the best ratio, at a speed that leaves page delivery to the network; 11 is some thirty times
 * slower.
 */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

function accepts(header: string | null, encoding: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
