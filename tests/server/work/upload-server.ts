/** The handlers of attachments on a socket, as the API mounts them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import {
  type ReceivedUpload,
  receiveUpload,
} from '../../../src/server/work/attachments/receive-upload.ts';
import { serveAttachment } from '../../../src/server/work/attachments/serve-attachment.ts';
import { type Blobs, BlobsUnavailable, UploadRefused } from '../../../src/workspace/blobs.ts';

const FORM =
  '<meta charset="utf-8"><form method="post" enctype="multipart/form-data">' +
  '<input type="hidden" name="commandId" value="c1"><input type="file" name="file"><button>Send</button></form>';

/** What came of a request that sent a file. */
export type Outcome = ReceivedUpload | UploadRefused | BlobsUnavailable;

export interface UploadServer {
  readonly origin: string;
  readonly port: number;
  /** Of every upload, in order; the last may be awaited before it is there. */
  outcome(index: number): Promise<Outcome>;
}

/**
 * `GET /` is a form, `POST /?name=…` keeps a file of at most 100,000 bytes, `GET /<sha256>/<name>`
 * sends it.
 */
export async function startUploads(blobs: Blobs): Promise<UploadServer> {
  const outcomes: PromiseWithResolvers<Outcome>[] = [];
  const outcomeAt = (index: number) => {
    outcomes[index] ??= Promise.withResolvers<Outcome>();
    return outcomes[index];
  };
  let count = 0;

  async function post(request: Request, url: URL): Promise<Response> {
    const name = url.searchParams.get('name') ?? undefined;
    const limits = { maxBytes: 100_000, bytesLeft: 1_000_000 };
    const { resolve, reject } = outcomeAt(count++);
    try {
      const upload = await receiveUpload(blobs, request, { name, ...limits });
      resolve(upload);
      return Response.json({ ...upload, fields: Object.fromEntries(upload.fields) });
    } catch (error) {
      if (!(error instanceof UploadRefused || error instanceof BlobsUnavailable)) {
        reject(error);
        throw error;
      }
      resolve(error);
      const code = error instanceof UploadRefused ? error.code : 'unavailable';
      return Response.json({ code, message: error.message }, { status: 422 });
    }
  }

  async function respond(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (request.method === 'POST') return post(request, url);
    if (url.pathname === '/')
      return new Response(FORM, { headers: { 'Content-Type': 'text/html' } });
    const [, sha256 = '', name = ''] = url.pathname.split('/').map(decodeURIComponent);
    const blob = await blobs.open(sha256);
    if (blob === undefined) return new Response('Not found', { status: 404 });
    return serveAttachment(blob, request, { name, isInline: url.searchParams.has('inline') });
  }

  const server = createServer(getRequestListener(respond));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, outcome: (index) => outcomeAt(index).promise };
}
