/** A store that speaks S3 on a socket of this machine, and can be made to fail there. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { onTestFinished } from 'vitest';
import type { S3Config } from '../../../src/server/work/blobs/s3-requests.ts';
import { makeFolder } from '../portal-fixture.ts';

/** Does something else with a request than the store would; true when it did. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface RunningStore {
  readonly config: S3Config;
  /** What was asked for, as `PUT /bucket/key`. */
  readonly requests: readonly string[];
  fail(fault: Fault | undefined): void;
  stop(): Promise<void>;
}

/** @param options.isLenient takes requests that are not what was signed, so that a test can change them */
export async function startStore({ isLenient = false } = {}): Promise<RunningStore> {
  const store = new S3rver({
    silent: true,
    allowMismatchedSignatures: isLenient,
    directory: makeFolder(),
    configureBuckets: [{ name: 'attachments', configs: [] }],
  });
  await store.configureBuckets();
  const respond = store.callback();
  const requests: string[] = [];
  let fault: Fault | undefined;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (fault?.(request, response) !== true) respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  return {
    config: {
      bucket: 'attachments',
      prefix: 'of/opsbook',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      isPathStyle: true,
    },
    requests,
    fail(next) {
      fault = next;
    },
    stop,
  };
}

/** A folder of its own for files on their way. */
export const stagingFolder = () => join(makeFolder(), 'incoming');
