/**
 * As what a file of the build is sent. What documents link was made by others: it is shown when it
 * is a picture, video or audio, and else a download of no type, so that none of it ever becomes a
 * document of this origin.
 */
import { foreignTypeOf, mediaTypeOf } from '../../../schemas/media-types.ts';

export interface Delivery {
  readonly contentType: string;
  /** Whether a browser keeps it instead of showing it. */
  readonly isDownload: boolean;
}

/** @param url path of the file within the portal */
export function deliveryOf(url: string): Delivery {
  if (url.startsWith('/images/')) return foreignDeliveryOf(url);
  return { contentType: mediaTypeOf(url).type, isDownload: false };
}

/** @param name of a file that is not ours */
export function foreignDeliveryOf(name: string): Delivery {
  const { type, display } = foreignTypeOf(name);
  return { contentType: type, isDownload: display === 'download' };
}

/** The headers that say so; the policy follows from the type. */
export function deliveryHeaders({ contentType, isDownload }: Delivery): Record<string, string> {
  return {
    'Content-Type': contentType,
    ...(isDownload && { 'Content-Disposition': 'attachment' }),
  };
}
