/**
 * An attachment on its way out. People have sent it, so it is a download, or a picture, video or audio
 * by the rules for files that documents link; it never becomes a document of this origin.
 */
import { create } from 'content-disposition';
import type { ByteRange, StoredBlob } from '../../../workspace/blobs.ts';
import { deliveryHeaders, foreignDeliveryOf } from '../../files/delivery.ts';
import { cacheControlOf, isNotModified, setStandardHeaders } from '../../http/headers.ts';

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
  const entityTag = `"${blob.sha256}"`;
  const headers = new Headers({
    ...deliveryHeaders({ ...delivery, isDownload }),
    ...(isDownload && { 'Content-Disposition': create(name) }),
    'Accept-Ranges': 'bytes',
    ETag: entityTag,
  });
  const cacheControl = isDownload ? undefined : cacheControlOf(name, delivery.contentType);
  if (cacheControl !== undefined) headers.set('Cache-Control', cacheControl);
  // HTTPS is a matter of the whole server, which says so.
  setStandardHeaders(headers, { https: false });
  if (isNotModified(request.headers.get('If-None-Match'), entityTag)) {
    return new Response(null, { status: 304, headers });
  }
  const range = rangeOf(request, entityTag, blob.size);
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${blob.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: blob.size - 1 };
  headers.set('Content-Length', String(end - start + 1));
  if (range) headers.set('Content-Range', `bytes ${start}-${end}/${blob.size}`);
  // What is opened for a HEAD would stay open: nobody reads it.
  const body = request.method === 'HEAD' ? null : await blob.read(range);
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** One range of a GET (RFC 9110, 14.2); whatever else is asked for gets the whole. */
function rangeOf(
  request: Request,
  entityTag: string,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] =
    /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.get('Range') ?? '') ?? [];
  const condition = request.headers.get('If-Range');
  if (request.method !== 'GET' || first + last === '') return undefined;
  if (condition !== null && condition !== entityTag) return undefined;
  if (first === '') {
    // The last so many bytes.
    if (Number(last) === 0) return 'unsatisfiable';
    return { start: Math.max(size - Number(last), 0), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start < size ? { start, end } : 'unsatisfiable';
}
