/** What every place of blobs promises; each kind runs it against its own. */
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BlobLimits, Blobs, ListedBlob, StoredBlob } from '../../../src/workspace/blobs.ts';

export const limits: BlobLimits = { maxBytes: 1_000_000, bytesLeft: 1_000_000 };

/** Bytes as they come from a socket: in pieces. */
export async function* bytesOf(...pieces: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

export const hashOf = (bytes: string | Uint8Array) =>
  createHash('sha256').update(bytes).digest('hex');

export async function textOf(blob: StoredBlob | undefined, range?: { start: number; end: number }) {
  return blob && new Response(await blob.read(range)).text();
}

export async function listOf(blobs: Blobs): Promise<ListedBlob[]> {
  const listed: ListedBlob[] = [];
  for await (const blob of blobs.list()) listed.push(blob);
  return listed;
}

export const namesIn = async (blobs: Blobs) =>
  (await listOf(blobs)).map(({ sha256 }) => sha256).sort();

export function describeBlobs(where: string, open: () => Promise<Blobs>): void {
  describe(`blobs ${where}`, () => {
    test('are found by what they are, and read whole or in part', async () => {
      const blobs = await open();
      const put = await blobs.put(bytesOf('the proof', ' of the', ' pudding'), limits);
      const text = 'the proof of the pudding';
      expect(put).toEqual({ sha256: hashOf(text), size: text.length });
      const blob = await blobs.open(put.sha256);
      expect(blob).toMatchObject(put);
      expect(await textOf(blob)).toBe(text);
      expect(await textOf(blob, { start: 4, end: 8 })).toBe('proof');
      expect(await listOf(blobs)).toMatchObject([put]);
    });

    test('are one when the bytes are the same, also at the same moment', async () => {
      const blobs = await open();
      const puts = await Promise.all(
        Array.from({ length: 8 }, () => blobs.put(bytesOf('the same', ' bytes'), limits)),
      );
      expect(new Set(puts.map(({ sha256 }) => sha256))).toEqual(
        new Set([hashOf('the same bytes')]),
      );
      expect(await namesIn(blobs)).toEqual([hashOf('the same bytes')]);
    });

    test('keep bytes that are longer than one piece', async () => {
      const blobs = await open();
      const bytes = randomBytes(700_000);
      const pieces = [bytes.subarray(0, 65_536), bytes.subarray(65_536)];
      const { sha256 } = await blobs.put(bytesOf(...pieces), limits);
      const read = await (await blobs.open(sha256))?.read();
      expect(hashOf(new Uint8Array(await new Response(read).arrayBuffer()))).toBe(hashOf(bytes));
    });

    test('are not there when nothing was kept, or the name is no hash', async () => {
      const blobs = await open();
      expect(await namesIn(blobs)).toEqual([]);
      const names = [hashOf('x'), '', '../secret', `${'a'.repeat(62)}/.`, 'A'.repeat(64)];
      for (const name of names) expect(await blobs.open(name)).toBeUndefined();
    });

    test('are gone once removed, and removing twice is fine', async () => {
      const blobs = await open();
      const { sha256 } = await blobs.put(bytesOf('gone', ' soon'), limits);
      await blobs.remove(sha256);
      await blobs.remove(sha256);
      await blobs.remove('../secret');
      expect(await blobs.open(sha256)).toBeUndefined();
      expect(await namesIn(blobs)).toEqual([]);
    });

    test('refuse what passes a limit before the rest has arrived', async () => {
      const blobs = await open();
      let sent = 0;
      async function* endless() {
        for (;;) {
          sent += 1000;
          yield new Uint8Array(1000);
        }
      }
      const put = (maxBytes: number, bytesLeft: number) =>
        blobs.put(endless(), { maxBytes, bytesLeft });
      await expect(put(2000, 9000)).rejects.toMatchObject({
        code: 'too-long',
        message: expect.stringContaining('longer than 2000 bytes'),
      });
      expect(sent).toBe(3000);
      await expect(put(9000, 2000)).rejects.toMatchObject({ code: 'no-room' });
      expect(await namesIn(blobs)).toEqual([]);
    });

    test('take what is just as long as it may be', async () => {
      const blobs = await open();
      await blobs.put(bytesOf('12345', '67890'), { maxBytes: 10, bytesLeft: 10 });
      expect(await namesIn(blobs)).toEqual([hashOf('1234567890')]);
    });

    test('keep nothing of what was cut off', async () => {
      const blobs = await open();
      async function* cutOff() {
        yield Buffer.from('the first half');
        throw new Error('the line is dead');
      }
      await expect(blobs.put(cutOff(), limits)).rejects.toThrow('the line is dead');
      expect(await namesIn(blobs)).toEqual([]);
    });

    test('say that they can be kept, and leave nothing of having tried', async () => {
      const blobs = await open();
      await blobs.check();
      expect(await namesIn(blobs)).toEqual([]);
    });
  });
}
