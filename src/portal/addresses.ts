/** Where everything is within a portal. The only file that builds a portal URL. */
import { createHash } from 'node:crypto';
import type { Document, Registry } from '../registry/registry.ts';
import { loadModule } from './html/load-module.ts';
import type { Addresses, ImageSize } from './html/render-document.ts';

/** Path of a document's page; workflows have theirs there too. */
export function documentUrl({ id }: Pick<Document, 'id'>): string {
  return `/docs/${id}/`;
}

/** Path of a document's Markdown twin. */
export function twinUrl({ id }: Pick<Document, 'id'>): string {
  return `/docs/${id}.md`;
}

export function domainUrl(domain: string): string {
  return `/domains/${encodeURIComponent(domain)}/`;
}

/** Path of the page of a system, a tag or an owner. */
export function groupUrl(kind: 'systems' | 'tags' | 'owners', name: string): string {
  return `/${kind}/${encodeURIComponent(groupSlug(name))}/`;
}

/** What names differ in beside this makes no group of its own. */
export function groupSlug(name: string): string {
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  return slug || 'other';
}

export function templateFile(type: string): string {
  return `api/templates/${type}.json`;
}

/**
 * Addresses for one build. Images are named by their content, and remembered, so that
 * only images that a page shows are published.
 */
export class PortalAddresses implements Addresses {
  /** Output path → path below the content root, of every asset asked for. */
  readonly published = new Map<string, string>();
  readonly #registry: Registry;
  readonly #assetUrls = new Map<string, string>();
  readonly #sizes = new Map<string, ImageSize | undefined>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  document(document: Document): string {
    return documentUrl(document);
  }

  asset(path: string): string {
    const known = this.#assetUrls.get(path);
    if (known !== undefined) return known;
    const bytes = this.#registry.assets.get(path)?.read() ?? new Uint8Array();
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const extension = /\.[a-z0-9]+$/i.exec(path)?.[0].toLowerCase() ?? '';
    const output = `images/${hash}${extension}`;
    this.published.set(output, path);
    this.#assetUrls.set(path, `/${output}`);
    return `/${output}`;
  }

  sizeOf(path: string): ImageSize | undefined {
    if (!this.#sizes.has(path)) this.#sizes.set(path, this.#measure(path));
    return this.#sizes.get(path);
  }

  #measure(path: string): ImageSize | undefined {
    const bytes = this.#registry.assets.get(path)?.read();
    if (!bytes) return undefined;
    const { imageSize } = loadModule<typeof import('image-size')>('image-size');
    try {
      const { width, height, orientation = 1 } = imageSize(bytes);
      // From 5 on, a camera held the picture on its side (EXIF 2.3, orientation).
      return orientation > 4 ? { width: height, height: width } : { width, height };
    } catch {
      // A file that only has the name of an image is shown without a size.
      return undefined;
    }
  }
}
