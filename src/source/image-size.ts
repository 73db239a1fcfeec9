/**
 * What an image is and how large, from the file itself. The library that measures tries whatever the bytes
 * look like, and a few forged ones of types that no page shows keep it busy for ever: it is given
 * the beginning of files whose first bytes are those of a type it reads in bounded time.
 */
import { loadModule } from './load-module.ts';

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

export type ImageType = 'avif' | 'gif' | 'jpeg' | 'png' | 'svg' | 'webp';

/** By the first bytes; undefined for what no page shows. */
export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = file.toString('latin1', 0, SVG_BYTES);
  if (isAvif(first)) return 'avif';
  const type = TYPES.find(([isType]) => isType(first))?.[2];
  return type === 'svg' && !hasSvgRoot(file.toString('latin1')) ? undefined : type;
}

/** In pixels, as shown; undefined for a file that only has the name of an image. */
export function measureImage(bytes: Uint8Array): ImageSize | undefined {
  // A view, for whose parts nothing is copied.
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = file.toString('latin1', 0, SVG_BYTES);
  if (isAvif(first)) return measureAvif(file.subarray(0, MAX_HEADER_BYTES));
  const bytesNeeded = TYPES.find(([isType]) => isType(first))?.[1];
  return bytesNeeded === undefined ? undefined : measure(file.subarray(0, bytesNeeded));
}

/** A camera writes previews and colour profiles before the size. */
const MAX_HEADER_BYTES = 1 << 20;
/** Within which the library wants the whole opening tag. */
const SVG_BYTES = 1000;

/** How the types that pages show begin, and how many bytes of them hold the size. */
const TYPES: readonly (readonly [
  isType: (first: string) => boolean,
  bytes: number,
  type: ImageType,
])[] = [
  [(first) => first.startsWith('\x89PNG\r\n\x1a\n'), SVG_BYTES, 'png'],
  [(first) => /^GIF8[79]a/.test(first), SVG_BYTES, 'gif'],
  [(first) => first.startsWith('RIFF') && first.startsWith('WEBPVP8', 8), SVG_BYTES, 'webp'],
  [(first) => first.startsWith('\xff\xd8\xff'), MAX_HEADER_BYTES, 'jpeg'],
  // Behind a byte order mark, a declaration or comments; the library looks for the tag.
  [(first) => /^(?:\xef\xbb\xbf)?\s*</.test(first), SVG_BYTES, 'svg'],
];

/** Whether the first element is `svg`, whatever declarations and comments stand before it. */
function hasSvgRoot(text: string): boolean {
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    if (/^<svg[\s/>]/.test(text.slice(at, at + 5))) return true;
    if (text.startsWith('<!--', at)) at = text.indexOf('-->', at);
    else if (text.startsWith('<?', at)) at = text.indexOf('?>', at);
    // A document type may declare entities, each in angle brackets of its own.
    else if (!text.startsWith('<!', at)) return false;
    if (at === -1) return false;
  }
  return false;
}

function isAvif(first: string): boolean {
  return first.startsWith('ftyp', 4) && /^(?:avi[fs]|m[is]f1)/.test(first.slice(8));
}

function measure(bytes: Buffer): ImageSize | undefined {
  const { imageSize } = loadModule<typeof import('image-size')>('image-size');
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    // From 5 on, a camera held the picture on its side (EXIF 2.3, orientation).
    return orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}

/** The largest of the sizes in `ispe` boxes (ISO/IEC 23008-12, 6.5.3): a preview has one as well. */
function measureAvif(bytes: Buffer): ImageSize | undefined {
  let largest: ImageSize | undefined;
  for (let at = bytes.indexOf('ispe'); at !== -1; at = bytes.indexOf('ispe', at + 4)) {
    if (at + 16 > bytes.length) break;
    const [width, height] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
    if (!largest || width * height > largest.width * largest.height) largest = { width, height };
  }
  return largest;
}
