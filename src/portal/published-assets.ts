/** The assets of a portal, as pages show them: under a name made of their content, with a size. */
import { createHash } from 'node:crypto';
import type { Asset } from '../source/source-file.ts';
import type { AssetAddresses, ImageSize } from './html/link-resolver.ts';
import { loadModule } from './html/load-module.ts';

/** Remembers what it was asked for, so that only images that a page shows are published. */
export class PublishedAssets implements AssetAddresses {
  /** Output path → path below the content root, of every asset asked for. */
  readonly published = new Map<string, string>();
  readonly #urls = new Map<Asset, string>();
  readonly #sizes = new Map<Asset, ImageSize | undefined>();

  urlOf(asset: Asset): string {
    const known = this.#urls.get(asset);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(asset.read()).digest('hex').slice(0, 12);
    const extension = /\.[a-z0-9]+$/i.exec(asset.path)?.[0].toLowerCase() ?? '';
    const output = `images/${hash}${extension}`;
    this.published.set(output, asset.path);
    this.#urls.set(asset, `/${output}`);
    return `/${output}`;
  }

  sizeOf(asset: Asset): ImageSize | undefined {
    if (!this.#sizes.has(asset)) this.#sizes.set(asset, measure(asset));
    return this.#sizes.get(asset);
  }
}

function measure(asset: Asset): ImageSize | undefined {
  const { imageSize } = loadModule<typeof import('image-size')>('image-size');
  try {
    const { width, height, orientation = 1 } = imageSize(asset.read());
    // From 5 on, a camera held the picture on its side (EXIF 2.3, orientation).
    return orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    // A file that only has the name of an image is shown without a size.
    return undefined;
  }
}
