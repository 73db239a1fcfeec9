/**
 * The assets a portal publishes: those that links lead to, which is known before any page is
 * rendered. Each lies under a name made of its content.
 */
import { createHash } from 'node:crypto';
import { fileUrl, imageFile } from '../../schemas/addresses.ts';
import type { Registry } from '../registry/registry.ts';
import { type ImageSize, measureImage } from '../source/image-size.ts';
import type { Asset } from '../source/source-file.ts';
import type { AssetAddresses } from './html/link-resolver.ts';

/** Every asset that a link of a document leads to, in the order of documents and links. */
export function linkedAssets(registry: Registry): ReadonlySet<Asset> {
  const targets = registry.documents.flatMap((document) => registry.links(document));
  return new Set(targets.flatMap(({ target }) => (target.kind === 'asset' ? [target.asset] : [])));
}

/** Reads an asset when its name or size is first asked for, and memoizes both. */
export class PublishedAssets implements AssetAddresses {
  readonly #linked: ReadonlySet<Asset>;
  readonly #paths = new Map<Asset, string>();
  readonly #byPath = new Map<string, Asset>();
  readonly #sizes = new Map<Asset, ImageSize | undefined>();

  constructor(registry: Registry) {
    this.#linked = linkedAssets(registry);
  }

  urlOf(asset: Asset): string | undefined {
    return this.#linked.has(asset) ? fileUrl(this.#pathOf(asset)) : undefined;
  }

  sizeOf(asset: Asset): ImageSize | undefined {
    if (!this.#sizes.has(asset)) this.#sizes.set(asset, measureImage(asset.read()));
    return this.#sizes.get(asset);
  }

  /** The asset at an output path. */
  at(path: string): Asset | undefined {
    return this.#byPath.get(path) ?? this.byPath().get(path);
  }

  /** All of them by output path; of those with equal content, one. */
  byPath(): ReadonlyMap<string, Asset> {
    for (const asset of this.#linked) this.#pathOf(asset);
    return this.#byPath;
  }

  #pathOf(asset: Asset): string {
    const known = this.#paths.get(asset);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(asset.read()).digest('hex').slice(0, 12);
    const path = imageFile(hash, asset.path);
    this.#paths.set(asset, path);
    this.#byPath.set(path, asset);
    return path;
  }
}
