/** A file on its way in, from the form of a browser or as the body of a program's request. */
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { mediaTypeOf } from '../../../../schemas/media-types.ts';
import {
  type BlobIdentity,
  type BlobLimits,
  type Blobs,
  UploadRefused,
} from '../../../workspace/blobs.ts';
import { checkContent } from './content-check.ts';
import { cleanFileName } from './file-name.ts';
import { readUploadForm } from './upload-form.ts';

/** What one file may have when nobody says otherwise. */
export const MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

export interface ReceivedUpload extends BlobIdentity {
  /** Without folders and what nobody sees. */
  readonly name: string;
  /** By the name, which the content does not contradict. */
  readonly type: string;
  /** What a form has beside the file; empty for a program. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface UploadOptions {
  /** Of what a program sends; a form names its file itself. */
  readonly name?: string | undefined;
  /** `MAX_UPLOAD_BYTES` when absent. */
  readonly maxBytes?: number;
  /** Bytes that all files together may still grow by. */
  readonly bytesLeft: number;
}

/**
 * Keeps the file that a request holds, whole or not at all. Memory does not grow with the file.
 *
 * @throws UploadRefused when it is not taken, BlobsUnavailable when it cannot be kept now.
 */
export async function receiveUpload(
  blobs: Blobs,
  request: Pick<Request, 'body' | 'headers'>,
  { name: given, maxBytes = MAX_UPLOAD_BYTES, bytesLeft }: UploadOptions,
): Promise<ReceivedUpload> {
  const limits = { maxBytes, bytesLeft };
  const body = bodyOf(request);
  const contentType = request.headers.get('Content-Type') ?? '';
  try {
    if (!/^multipart\/form-data\b/i.test(contentType)) {
      return { ...(await keep(blobs, given, whole(body), limits)), fields: new Map() };
    }
    const { file, fields } = await readUploadForm(body, contentType, ({ name, bytes }) =>
      keep(blobs, name, bytes, limits),
    );
    return { ...file, fields };
  } finally {
    // Nobody reads the rest of what was refused.
    body.destroy();
  }
}

async function keep(
  blobs: Blobs,
  given: string | undefined,
  bytes: AsyncIterable<Uint8Array>,
  limits: BlobLimits,
): Promise<Omit<ReceivedUpload, 'fields'>> {
  const name = cleanFileName(given ?? '');
  if (name === undefined) {
    throw new UploadRefused('needs-name', 'The file has no name — give it one, with an extension.');
  }
  const kept = await blobs.put(checkContent(name, bytes), limits);
  return { ...kept, name, type: mediaTypeOf(name).type };
}

function bodyOf({ body: sent }: Pick<Request, 'body'>): Readable {
  // Browsers' type of the class has less than Node's.
  const body = sent === null ? Readable.from([]) : Readable.fromWeb(sent as NodeReadableStream);
  // A line that breaks is told to whoever reads; when nobody does any more, it would end the process.
  return body.on('error', () => {});
}

async function* whole(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    const sentence = 'The file ended early, and nothing was kept — send it again.';
    throw new UploadRefused('unreadable', sentence, { cause: error });
  }
}
