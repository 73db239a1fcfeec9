/**
 * Blobs in a bucket, under the same names as on a disk. They are staged on the disk of this machine
 * first: a store takes only what has a length, and compares what arrives with its hash, so that an
 * object is whole or not there.
 */
import { openAsBlob } from 'node:fs';
import {
  type Blobs,
  isSha256,
  type ListedBlob,
  type StoredBlob,
} from '../../../workspace/blobs.ts';
import { openS3Requests, type S3Config, type SendS3 } from './s3-requests.ts';
import { type StagedFile, stage, sweepStaged } from './stage.ts';

/**
 * @param staging folder for files on their way; made when it is needed
 * @param timeoutMs for a response to begin; shorter in tests alone
 */
export function openS3Blobs(config: S3Config, staging: string, timeoutMs?: number): Blobs {
  const send = openS3Requests(config, timeoutMs);
  const below = config.prefix === '' ? '' : `${config.prefix}/`;
  const keyOf = (sha256: string) => `${below}${sha256.slice(0, 2)}/${sha256.slice(2)}`;
  const place = async ({ path, sha256 }: StagedFile, key: string) => {
    const headers = { 'Content-Type': 'application/octet-stream', 'x-amz-content-sha256': sha256 };
    await send({ method: 'PUT', key, headers, body: await openAsBlob(path) });
  };
  const remove = (key: string) => send({ method: 'DELETE', key, mayBeAbsent: true });
  return {
    put: (bytes, limits) =>
      stage(staging, bytes, limits, (staged) => place(staged, keyOf(staged.sha256))),
    async open(sha256) {
      return isSha256(sha256) ? openObject(send, keyOf(sha256), sha256) : undefined;
    },
    list: () => listObjects(send, below),
    async remove(sha256) {
      if (isSha256(sha256)) await remove(keyOf(sha256));
    },
    sweep: (now) => sweepStaged(staging, now),
    async check() {
      const key = `${below}check`;
      const limits = { maxBytes: 1, bytesLeft: 1 };
      await stage(staging, [new Uint8Array(1)], limits, (staged) => place(staged, key));
      await remove(key);
    },
  };
}

async function openObject(
  send: SendS3,
  key: string,
  sha256: string,
): Promise<StoredBlob | undefined> {
  const found = await send({ method: 'HEAD', key, mayBeAbsent: true });
  if (found.status === 404) return undefined;
  return {
    sha256,
    size: Number(found.headers.get('Content-Length')),
    async read(range) {
      const headers = range && { Range: `bytes=${range.start}-${range.end}` };
      const { body } = await send({ method: 'GET', key, ...(headers && { headers }) });
      return body ?? new ReadableStream({ start: (controller) => controller.close() });
    },
  };
}

/** In pages, each of which begins after the last key of the one before. */
async function* listObjects(send: SendS3, prefix: string): AsyncGenerator<ListedBlob> {
  let after: string | undefined;
  for (;;) {
    const query = {
      'list-type': '2',
      // Keys come percent-encoded, so that no text of this XML is escaped.
      'encoding-type': 'url',
      prefix,
      ...(after !== undefined && { 'start-after': after }),
    };
    const text = await (await send({ method: 'GET', key: '', query })).text();
    const objects = [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, xml = '']) => xml);
    for (const xml of objects) {
      const blob = blobOf(xml, prefix);
      if (blob !== undefined) yield blob;
    }
    const last = objects.at(-1);
    if (last === undefined || !text.includes('<IsTruncated>true</IsTruncated>')) return;
    after = decodeURIComponent(elementOf(last, 'Key'));
  }
}

/** Undefined for an object that somebody else has put there. */
function blobOf(xml: string, prefix: string): ListedBlob | undefined {
  const key = decodeURIComponent(elementOf(xml, 'Key'));
  const sha256 = key.slice(prefix.length).replace('/', '');
  if (!isSha256(sha256)) return undefined;
  const at = Date.parse(elementOf(xml, 'LastModified'));
  return { sha256, size: Number(elementOf(xml, 'Size')), at };
}

function elementOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
}
