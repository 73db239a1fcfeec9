/** Blobs in a bucket: what is promised of any place, over a socket, and what becomes of outages. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openS3Blobs } from '../../../src/server/work/blobs/s3-blobs.ts';
import { addressOfBucket } from '../../../src/server/work/blobs/s3-requests.ts';
import { BlobsUnavailable } from '../../../src/workspace/blobs.ts';
import { bytesOf, describeBlobs, hashOf, limits, namesIn, textOf } from './blobs-contract.ts';
import { type Fault, stagingFolder, startStore } from './s3-store.ts';

describeBlobs('in a bucket', async () => openS3Blobs((await startStore()).config, stagingFolder()));

const text = 'the proof of the pudding';
const key = `of/opsbook/${hashOf(text).slice(0, 2)}/${hashOf(text).slice(2)}`;

async function openStore() {
  const store = await startStore();
  const staging = stagingFolder();
  return { store, staging, blobs: openS3Blobs(store.config, staging) };
}

const left = (staging: string) => (existsSync(staging) ? readdirSync(staging) : []);

/** Fails the first `times` requests of `method` in one way. */
function failing(times: number, method: string, how: Fault): Fault {
  let leftToFail = times;
  return (request, response) => {
    if (request.method !== method || leftToFail === 0) return false;
    leftToFail--;
    return how(request, response);
  };
}

const outOfOrder: Fault = (request, response) => {
  request.resume();
  response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
  return true;
};

const hangUp: Fault = (request) => {
  request.once('data', () => request.socket.destroy());
  return true;
};

describe('blobs in a bucket', () => {
  test('lie below the prefix, as on a disk, and leave nothing on this machine', async () => {
    const { store, staging, blobs } = await openStore();
    await blobs.put(bytesOf(text), limits);
    expect(store.requests).toEqual([`PUT /attachments/${key}`]);
    expect(left(staging)).toEqual([]);
  });

  test('may fill a bucket without a prefix', async () => {
    const { config } = await startStore();
    const blobs = openS3Blobs({ ...config, prefix: '' }, stagingFolder());
    const { sha256 } = await blobs.put(bytesOf(text), limits);
    expect(await namesIn(blobs)).toEqual([sha256]);
    expect(await textOf(await blobs.open(sha256))).toBe(text);
  });

  test('are listed page after page, and without what others have put there', async () => {
    const store = await startStore({ isLenient: true });
    const blobs = openS3Blobs(store.config, stagingFolder());
    const others = openS3Blobs({ ...store.config, prefix: 'of/opsbook/notes' }, stagingFolder());
    const texts = ['one', 'two', 'three', 'four', 'five'];
    await Promise.all(texts.map((each) => blobs.put(bytesOf(each), limits)));
    await others.put(bytesOf('six'), limits);
    // This store makes pages of the older kind alone; their elements are the same.
    store.fail((request) => {
      request.url = `${request.url?.replace('list-type=2&', '').replace('start-after', 'marker')}&max-keys=2`;
      return false;
    });
    expect(await namesIn(blobs)).toEqual(texts.map(hashOf).sort());
    expect(store.requests.filter((each) => each.includes('list-type=2'))).toHaveLength(3);
  });

  test('a store that is out of order for a moment is asked again', async () => {
    const { store, blobs } = await openStore();
    store.fail(failing(2, 'PUT', outOfOrder));
    const { sha256 } = await blobs.put(bytesOf(text), limits);
    expect(store.requests).toHaveLength(3);
    store.fail(failing(2, 'GET', outOfOrder));
    expect(await textOf(await blobs.open(sha256))).toBe(text);
  });

  test('a line that breaks while bytes are sent is tried again, with all of them', async () => {
    const { store, blobs } = await openStore();
    store.fail(failing(1, 'PUT', hangUp));
    const { sha256 } = await blobs.put(bytesOf('a'.repeat(500_000)), limits);
    expect(store.requests).toHaveLength(2);
    expect((await textOf(await blobs.open(sha256)))?.length).toBe(500_000);
  });

  test('a store that stays out of order is told in a sentence, and keeps what it had', async () => {
    const { store, staging, blobs } = await openStore();
    const { sha256 } = await blobs.put(bytesOf('kept', ' before'), limits);
    store.fail(failing(99, 'PUT', outOfOrder));
    await expect(blobs.put(bytesOf(text), limits)).rejects.toThrow(
      `Attachments cannot be reached: ${store.config.endpoint} is out of order — try again, nothing is lost (503 SlowDown).`,
    );
    store.fail(failing(99, 'PUT', hangUp));
    await expect(blobs.put(bytesOf(text), limits)).rejects.toThrow(BlobsUnavailable);
    store.fail(undefined);
    expect(await namesIn(blobs)).toEqual([sha256]);
    expect(left(staging)).toEqual([]);
  });

  test('a store that never responds is told in a sentence, after one try', async () => {
    const store = await startStore();
    const blobs = openS3Blobs(store.config, stagingFolder(), 50);
    store.fail(() => true);
    await expect(blobs.put(bytesOf(text), limits)).rejects.toThrow(
      / does not respond — try again, nothing is lost \(no response within 1 seconds\)\.$/,
    );
    expect(store.requests).toHaveLength(1);
    store.fail(undefined);
    expect(await namesIn(blobs)).toEqual([]);
  });

  test('a store that is gone is told in a sentence', async () => {
    const { store, blobs } = await openStore();
    await store.stop();
    await expect(blobs.check()).rejects.toThrow(/ does not respond — .* \(ECONNREFUSED\)\.$/);
    await expect(blobs.open(hashOf(text))).rejects.toThrow(BlobsUnavailable);
    await expect(namesIn(blobs)).rejects.toThrow(BlobsUnavailable);
  });

  test.each([
    ['accessKeyId', 'OPSBOOK_S3_ACCESS_KEY_ID', '403 InvalidAccessKeyId'],
    ['secretAccessKey', 'OPSBOOK_S3_SECRET_ACCESS_KEY', '403 SignatureDoesNotMatch'],
    ['bucket', 'OPSBOOK_FILES', '404 NoSuchBucket'],
  ])('a wrong %s is told at once, with where to put it right', async (name, variable, code) => {
    const { config, requests } = await startStore();
    const blobs = openS3Blobs({ ...config, [name]: 'wrong' }, stagingFolder());
    const failure = await blobs.check().catch((error: Error) => error);
    expect(failure).toBeInstanceOf(BlobsUnavailable);
    expect(String(failure)).toContain(variable);
    expect(String(failure)).toContain(`(${code}).`);
    expect(requests).toHaveLength(1);
  });

  test('what is found nowhere was not kept, and is not read as nothing', async () => {
    const { store, blobs } = await openStore();
    store.fail((request, response) => {
      request.resume();
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not found</h1>');
      return true;
    });
    await expect(blobs.put(bytesOf(text), limits)).rejects.toThrow('check `OPSBOOK_S3_ENDPOINT`');
    await expect(namesIn(blobs)).rejects.toThrow(BlobsUnavailable);
    store.fail(undefined);
    const { sha256 } = await blobs.put(bytesOf(text), limits);
    const blob = await blobs.open(sha256);
    await blobs.remove(sha256);
    await expect(blob?.read()).rejects.toThrow(BlobsUnavailable);
  });

  test('what is put arrives with its length and its hash', async () => {
    const { store, blobs } = await openStore();
    let headers: NodeJS.Dict<string | string[]> = {};
    store.fail((request) => {
      headers = request.headers;
      return false;
    });
    await blobs.put(bytesOf(text), limits);
    expect(headers['content-length']).toBe(String(text.length));
    expect(headers['x-amz-content-sha256']).toBe(hashOf(text));
  });

  test('the bucket stands in the path, or in the name of the host', async () => {
    const { config } = await startStore();
    const endpoint = 'https://s3.example.org:9000/storage';
    expect(addressOfBucket({ ...config, endpoint })).toBe(`${endpoint}/attachments`);
    expect(addressOfBucket({ ...config, endpoint, isPathStyle: false })).toBe(
      'https://attachments.s3.example.org:9000/storage',
    );
  });

  test('a redirect is not followed: the signed request would go elsewhere', async () => {
    const { store, blobs } = await openStore();
    store.fail((request, response) => {
      request.resume();
      response.writeHead(301, { Location: '/elsewhere' }).end();
      return true;
    });
    await expect(blobs.check()).rejects.toThrow('check `OPSBOOK_S3_ENDPOINT`');
    expect(store.requests).toHaveLength(1);
  });
});
