/** Compression on the way out: brotli where the browser takes it, else gzip, else none. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

export interface Compressed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Absent when the bytes are as they were. */
  readonly encoding?: Encoding;
}

/**
 * Whether `compress` may change a body of this kind, and the response therefore varies by
 * `Accept-Encoding`.
 */
export function isCompressible(contentType: string): boolean {
  return /^text\/|^application\/(.*\+)?(json|xml)\b|^image\/svg/.test(contentType);
}

/** What the request's `Accept-Encoding` allows, brotli first. */
export function bestEncoding(acceptEncoding: string | null): Encoding | undefined {
  return (['br', 'gzip'] as const).find((encoding) => accepts(acceptEncoding, encoding));
}

/** Compresses what is long enough to gain by it. */
export async function compress(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding | undefined,
): Promise<Compressed> {
  if (encoding === undefined || bytes.length < MIN_BYTES) return { bytes };
  const packed = encoding === 'br' ? brotli(bytes, BROTLI_OPTIONS) : gzipped(bytes);
  return { bytes: new Uint8Array(await packed), encoding };
}

const MIN_BYTES = 1024;
const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/**
 * Near the best ratio, at a speed that leaves page delivery to the network; 11 is some thirty times
 * slower.
 */
const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

function accepts(header: string | null, encoding: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
