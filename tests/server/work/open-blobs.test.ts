/** Which place attachments are kept in. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBlobs } from '../../../src/server/work/blobs/open-blobs.ts';
import { makeFolder } from '../portal-fixture.ts';
import { bytesOf, hashOf, limits } from './blobs-contract.ts';
import { startStore } from './s3-store.ts';

const text = 'the proof of the pudding';
const place = `${hashOf(text).slice(0, 2)}/${hashOf(text).slice(2)}`;

test('attachments lie in the data folder', async () => {
  const data = makeFolder();
  await openBlobs({ data }).put(bytesOf(text), limits);
  expect(existsSync(join(data, 'files', place))).toBe(true);
});

test('attachments lie in the bucket when there is one', async () => {
  const { config, requests } = await startStore();
  const data = makeFolder();
  await openBlobs({ data, s3: config }).put(bytesOf(text), limits);
  expect(requests).toEqual([`PUT /attachments/of/opsbook/${place}`]);
  expect(existsSync(join(data, 'files', place))).toBe(false);
});
