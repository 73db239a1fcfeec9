/**
 * An attachment on its way out. People have sent it, so it is a download, or a picture, video or audio
 * by the rules for files that documents link; it never becomes a document of this origin.
 */
import { create } from 'content-disposition';
import type { ByteRange, StoredBlob } from '../../../workspace/blobs.ts';
import { deliveryHeaders, foreignDeliveryOf } from '../../files/delivery.ts';
import { respondInPart } from '../../http/byte-range.ts';
import { cacheControlOf, setStandardHeaders } from '../../http/headers.ts';

export interface AttachmentView {
  /** As it was kept; its extension decides the type. */
  readonly name: string;
  /** Whether a page shows it, where its type may be shown. */
  readonly isInline?: boolean;
}

/** The whole of `blob`, a range of it, or that the asker has it. */
export async function serveAttachment(
  blob: StoredBlob,
  request: Request,
  { name, isInline = false }: AttachmentView,
): Promise<Response> {
  const delivery = foreignDeliveryOf(name);
  const isDownload = delivery.isDownload || !isInline;
  const headers = new Headers({
    ...deliveryHeaders({ ...delivery, isDownload }),
    ...(isDownload && { 'Content-Disposition': create(name) }),
  });
  const cacheControl = isDownload ? undefined : cacheControlOf(name, delivery.contentType);
  if (cacheControl !== undefined) headers.set('Cache-Control', cacheControl);
  // HTTPS is a matter of the whole server, which says so.
  setStandardHeaders(headers, { https: false });
  const { sha256, size } = blob;
  const read = (range?: ByteRange) => blob.read(range);
  return respondInPart({ size, entityTag: `"${sha256}"`, read }, request, headers);
}
