/**
 * The look of an owner as a build publishes it: each file under the hash of its content, and what a
 * server may show of it to strangers. The stylesheet of the owner is for the pages of the portal alone.
 */
import { createHash } from 'node:crypto';
import { brandFile } from '../../schemas/addresses.ts';
import type { PortalConfig } from '../../schemas/config.ts';
import type { BrandJson, BrandPicture } from '../../schemas/portal-json.ts';
import { palettes } from '../brand/accents.ts';
import { type BrandFile, type BrandFiles, endingOf } from '../brand/brand-files.ts';
import { coloursSheet } from '../brand/stylesheet.ts';
import { measureImage } from '../source/image-size.ts';
import type { Artifact } from './artifacts/artifact.ts';

export interface PublishedBrand {
  /** All that strangers may see. */
  readonly json: BrandJson;
  /** Output path of the owner’s stylesheet. */
  readonly stylesheet: string | undefined;
  /** Everything that is published, each once. */
  readonly files: readonly Artifact[];
}

/** Undefined when the configuration says nothing of a look. */
export function publishBrand(config: PortalConfig, brand: BrandFiles): PublishedBrand | undefined {
  const { logoSaysTitle, footerLinks } = config;
  const contents = new Map<string, Uint8Array>();
  const publish = (bytes: Uint8Array, ending: string) => {
    const path = brandFile(createHash('sha256').update(bytes).digest('hex'), ending);
    contents.set(path, bytes);
    return path;
  };
  const picture = ({ path, bytes }: BrandFile): BrandPicture => {
    const size = measureImage(bytes);
    return {
      file: publish(bytes, endingOf(path)),
      ...(size && { width: pixels(size.width), height: pixels(size.height) }),
    };
  };
  const { logo, logoDark, icon, stylesheet } = brand;
  const colours = palettes(config);
  const json: BrandJson = {
    ...(logo && { logo: picture(logo) }),
    ...(logoDark && { logoDark: picture(logoDark) }),
    ...(logo && logoSaysTitle && { logoSaysTitle }),
    ...(icon && { icon: picture(icon) }),
    ...(colours && { colours: publish(Buffer.from(coloursSheet(colours)), 'css') }),
    ...(footerLinks && footerLinks.length > 0 && { footerLinks }),
  };
  const own = stylesheet && publish(stylesheet.bytes, 'css');
  const files = [...contents].map(([path, bytes]) => ({ path, bytes }));
  if (Object.keys(json).length === 0 && own === undefined) return undefined;
  return { json, stylesheet: own, files };
}

/** Drawings may say fractions, or less than one. */
function pixels(length: number): number {
  return Math.max(1, Math.round(length));
}
