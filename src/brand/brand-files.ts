/**
 * The files of a brand, as plain data: which keys of the configuration name one, of what type it
 * may be, and what is wrong with the bytes.
 */
import { listing } from '../diagnostics/wording.ts';
import { type ImageType, imageTypeOf } from '../source/image-size.ts';
import { stylesheetProblem } from './stylesheet.ts';

export interface BrandFile {
  /** As the configuration has it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** By key, what the configuration names; all of it was checked. */
export type BrandFiles = Readonly<Partial<Record<BrandKey, BrandFile>>>;

export const BRAND_KEYS = ['logo', 'logoDark', 'icon', 'stylesheet'] as const;
export type BrandKey = (typeof BRAND_KEYS)[number];

/** Every page has them; a drawing for a header is far smaller. */
const MAX_KILOBYTES = 256;

const PICTURES = ['svg', 'png', 'jpg', 'jpeg', 'webp', 'avif', 'gif'];
const ENDINGS: Readonly<Record<BrandKey, readonly string[]>> = {
  logo: PICTURES,
  logoDark: PICTURES,
  icon: ['svg', 'png'],
  stylesheet: ['css'],
};

/** The ending of a file’s name, in small letters. */
export function endingOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** Why no such file may be named, whatever is in it; a clause behind its name. */
export function namingProblem(key: BrandKey, path: string): string | undefined {
  const endings = ENDINGS[key];
  if (endings.includes(endingOf(path))) return undefined;
  const wanted = listing(
    endings.map((ending) => `\`.${ending}\``),
    'or',
  );
  return `is of no type that is shown here — name a file that ends in ${wanted}`;
}

/** Why a file of so many bytes is not even read; a clause behind its name. */
export function sizeProblem(bytes: number): string | undefined {
  if (bytes <= MAX_KILOBYTES * 1024) return undefined;
  return `has ${Math.ceil(bytes / 1024)} KB — make it smaller: ${MAX_KILOBYTES} KB at most`;
}

/** Why a file is not published, by its bytes; a clause behind its name. */
export function contentProblem(key: BrandKey, { path, bytes }: BrandFile): string | undefined {
  if (key === 'stylesheet') return stylesheetProblem(bytes);
  const ending = endingOf(path);
  const named: string = ending === 'jpg' ? 'jpeg' : ending;
  const found = imageTypeOf(bytes);
  if (found === named) return undefined;
  const is = found === undefined ? `no ${named.toUpperCase()}` : WORDS[found];
  return `is ${is} by its bytes — save it as what its name says`;
}

const WORDS: Readonly<Record<ImageType, string>> = {
  avif: 'an AVIF',
  gif: 'a GIF',
  jpeg: 'a JPEG',
  png: 'a PNG',
  svg: 'an SVG',
  webp: 'a WebP',
};
