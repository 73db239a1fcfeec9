/**
 * Requests to a bucket of any S3-compatible store: signed (AWS Signature Version 4, by aws4fetch),
 * bounded in time, tried again while the store is out of order, and in plain words when they fail.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { BlobsUnavailable } from '../../../workspace/blobs.ts';

export interface S3Config {
  readonly bucket: string;
  /** Before every key, without slashes around it; empty for none. */
  readonly prefix: string;
  /** https, or http on this machine; without a slash at its end. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Whether the bucket stands in the path instead of the name of the host. */
  readonly isPathStyle: boolean;
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Below the bucket; empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Blob;
  /** Whether a key that is not there is a response as well. */
  readonly mayBeAbsent?: true;
}

/** Sends a request; a response of 2xx, or of 404 where the key may be absent. */
export type SendS3 = (request: S3Request) => Promise<Response>;

const MAX_TRIES = 3;
const RETRY_MS = 200;
/** For a response to begin; what is sent has more, as on a slow line. */
const TIMEOUT_MS = 15_000;
const MIN_BYTES_PER_MS = 100;

export function openS3Requests(config: S3Config, timeoutMs = TIMEOUT_MS): SendS3 {
  const { accessKeyId, secretAccessKey, region } = config;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' });
  const base = addressOfBucket(config);

  async function sendOnce({ method, key, query, headers, body }: S3Request): Promise<Response> {
    const url = `${base}${key === '' ? '' : `/${key}`}${query ? `?${new URLSearchParams(query)}` : ''}`;
    const abort = new AbortController();
    const ms = timeoutMs + (body?.size ?? 0) / MIN_BYTES_PER_MS;
    const timer = setTimeout(() => abort.abort(new Timeout(ms)), ms);
    try {
      const init = { method, redirect: 'manual' as const, ...(headers && { headers }) };
      const signed = await client.sign(url, { ...init, ...(body && { body }) });
      return await fetch(signed, { signal: abort.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  return async (request) => {
    for (let tries = 1; ; tries++) {
      const response = await sendOnce(request).catch((error: Error) => error);
      if (!(response instanceof Error) && response.ok) return response;
      const failure =
        response instanceof Error ? { detail: reasonOf(response) } : await failureOf(response);
      const { status, code } = failure;
      if (status === 404 && request.mayBeAbsent && code !== 'NoSuchBucket') {
        return new Response(null, { status });
      }
      // Whoever waits has waited long enough once: only what fails at once is tried again.
      const isPassing =
        status === undefined ? !(response instanceof Timeout) : status >= 500 || status === 429;
      if (!isPassing || tries === MAX_TRIES) throw unavailable(config, failure, response);
      // Spread, so that several servers do not come back at the same moment.
      await wait(RETRY_MS * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
    }
  };
}

/** Where the keys of the bucket begin, without a slash at the end. */
export function addressOfBucket({ endpoint, bucket, isPathStyle }: S3Config): string {
  if (isPathStyle) return `${endpoint}/${bucket}`;
  const url = new URL(endpoint);
  url.hostname = `${bucket}.${url.hostname}`;
  return url.href.replace(/\/$/, '');
}

class Timeout extends Error {
  constructor(ms: number) {
    super(`no response within ${Math.ceil(ms / 1000)} seconds`);
  }
}

interface Failure {
  /** Undefined when no response came. */
  readonly status?: number;
  /** What S3 calls it. */
  readonly code?: string;
  readonly detail: string;
}

/** Why `fetch` came back without a response. */
function reasonOf(error: Error): string {
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}

async function failureOf(response: Response): Promise<Failure> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  return { status, detail: `${status}${code ? ` ${code}` : ''}`, ...(code && { code }) };
}

function unavailable(config: S3Config, failure: Failure, cause: unknown): BlobsUnavailable {
  const { bucket, endpoint } = config;
  const { detail } = failure;
  return new BlobsUnavailable(
    `Attachments cannot be reached: ${endpoint} ${meaningOf(failure, bucket)} (${detail}).`,
    cause instanceof Error ? { cause } : {},
  );
}

function meaningOf({ status, code }: Failure, bucket: string): string {
  if (code === 'NoSuchBucket') {
    return `has no bucket \`${bucket}\` — make it, or correct \`OPSBOOK_FILES\``;
  }
  if (status === 401 || status === 403) {
    return (
      `refuses the key for bucket \`${bucket}\` — check \`OPSBOOK_S3_ACCESS_KEY_ID\`, ` +
      '`OPSBOOK_S3_SECRET_ACCESS_KEY` and what the key may do'
    );
  }
  if (status === 404)
    return 'has no such object, or no objects at all — check `OPSBOOK_S3_ENDPOINT`';
  if (status === undefined) return 'does not respond — try again, nothing is lost';
  if (status >= 500 || status === 429) return 'is out of order — try again, nothing is lost';
  return 'does not take the request — check `OPSBOOK_S3_ENDPOINT`, `OPSBOOK_S3_REGION` and `OPSBOOK_S3_PATH_STYLE`';
}
