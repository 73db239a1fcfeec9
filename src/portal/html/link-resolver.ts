/** From what an author wrote as a target to the address it has within the portal. */
import { posix } from 'node:path';
import { documentUrl, hashOf } from '../../../schemas/addresses.ts';
import { mediaTypeOf } from '../../../schemas/media-types.ts';
import { type LinkTarget, resolveLink } from '../../registry/link-target.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import type { ImageSize } from '../../source/image-size.ts';
import type { Asset } from '../../source/source-file.ts';

/** Where the assets of a portal are. */
export interface AssetAddresses {
  /** Undefined for an asset that is not published. */
  readonly urlOf: (asset: Asset) => string | undefined;
  /** Size of an image in pixels, so that the page does not jump when it loads. */
  readonly sizeOf: (asset: Asset) => ImageSize | undefined;
}

/** What pages are rendered with. */
export interface LinkContext {
  readonly registry: Registry;
  readonly assets: AssetAddresses;
}

export interface ResolvedAddress {
  readonly url: string;
  readonly kind: 'external' | 'document' | 'asset';
  /** Title of the document a link leads to. */
  readonly title?: string;
  /** Name under which a file is kept that browsers do not show. */
  readonly download?: string;
  /** Size of an image of the portal. */
  readonly size?: ImageSize | undefined;
}

/** The address of what is written as `href` or `src`; undefined when it leads nowhere. */
export type LinkResolver = (
  written: string,
  form: 'html' | 'html-image',
) => ResolvedAddress | undefined;

/** Resolves the links of the document `from`, as the rules do. */
export function linkResolver({ registry, assets }: LinkContext, from: Document): LinkResolver {
  return (written, form) => {
    const target = resolveLink(registry, from, { form, target: written });
    switch (target.kind) {
      case 'external':
        return { kind: 'external', url: target.url };
      case 'document':
        return { kind: 'document', url: placeOf(target, from), title: target.document.title };
      case 'asset': {
        const url = assets.urlOf(target.asset);
        // A page shows what is published, and nothing else.
        if (url === undefined) return undefined;
        if (form === 'html-image') return { kind: 'asset', url, size: assets.sizeOf(target.asset) };
        const { path } = target.asset;
        const isDownload = mediaTypeOf(path).display === 'download';
        return { kind: 'asset', url, ...(isDownload && { download: posix.basename(path) }) };
      }
      default:
        return undefined;
    }
  };
}

/** A place of the same page is its fragment alone. */
function placeOf(
  { document, fragment }: Extract<LinkTarget, { kind: 'document' }>,
  from: Document,
): string {
  const hash = hashOf(fragment);
  return document === from && hash !== '' ? hash : documentUrl(document) + hash;
}
