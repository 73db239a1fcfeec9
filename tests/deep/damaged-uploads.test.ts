/**
 * Whatever arrives as an upload is kept whole or refused in a sentence: it never ends the process or
 * hangs, nothing is stored but what was in it, and no file on its way is left behind.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Arbitrary } from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import {
  type ReceivedUpload,
  receiveUpload,
} from '../../src/server/work/attachments/receive-upload.ts';
import { openDiskBlobs } from '../../src/server/work/blobs/disk-blobs.ts';
import { UploadRefused } from '../../src/workspace/blobs.ts';
import { hashOf } from '../server/work/blobs-contract.ts';
import { sample } from '../server/work/samples.ts';
import fc from '../support/generated.ts';

const RUNS = env.OPSBOOK_TEST_FULL === undefined ? 1_000 : 10_000;
/** Far above what any form needs, so that only a hang reaches it on a busy machine. */
const HANG_MS = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'opsbook-uploads-'));
const blobs = openDiskBlobs(folder);
mkdirSync(join(folder, 'incoming'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What was sent, in pieces, and whether the line breaks after the last. */
interface Sent {
  readonly contentType: string;
  readonly pieces: readonly Buffer[];
  readonly isCutOff: boolean;
}

const content = fc.oneof(
  fc.constantFrom('png', 'jpg', 'pdf', 'zip', 'exe').map(sample),
  fc.string({ minLength: 10, maxLength: 300 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom('--b', '\r\n--b\r\n', '\r\n--b--\r\n', '\r\n').map((text) => Buffer.from(text)),
);

const fileName = fc.oneof(
  fc.constantFrom('a.png', 'a.txt', 'a.pdf', 'a.zip', '', '..', 'a"b.txt', 'a'.repeat(300)),
  fc.string({ maxLength: 20 }),
);

const part = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('file'), fileName, content) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('commandId'), fc.constant(undefined), content) },
);

const form = fc
  .array(part, { maxLength: 4 })
  .map((parts) =>
    Buffer.concat([
      ...parts.flatMap(([field, name, bytes]) => [
        Buffer.from(`--b\r\nContent-Disposition: form-data; name="${field}"`),
        Buffer.from(name === undefined ? '' : `; filename="${name}"`),
        Buffer.from('\r\n\r\n'),
        bytes,
        Buffer.from('\r\n'),
      ]),
      Buffer.from('--b--\r\n'),
    ]),
  );

/** One thing that goes wrong on the way; places are parts of the whole. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constantFrom('insert' as const, 'replace' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('\r\n', '\r\n--b', '\r\n--b--', '\n\n', '"', ';', '\0', '--b', 'filename*=')
        .map((text) => Buffer.from(text)),
    ),
  }),
);

type Damage = typeof damage extends Arbitrary<infer T> ? T : never;

function harm(bytes: Buffer, hurt: Damage): Buffer {
  const place = Math.floor(hurt.at * bytes.length);
  if (hurt.kind === 'cut') return bytes.subarray(0, place);
  const rest = bytes.subarray(hurt.kind === 'insert' ? place : place + hurt.bytes.length);
  return Buffer.concat([bytes.subarray(0, place), hurt.bytes, rest]);
}

const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constant('multipart/form-data; boundary=b') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary="b',
      `multipart/form-data; boundary=${'b'.repeat(300)}`,
      'multipart/form-data; charset=utf-7; boundary=b',
      'application/octet-stream',
    ),
  },
);

const sent: Arbitrary<Sent> = fc
  .record({
    contentType,
    form,
    damages: fc.array(damage, { maxLength: 3 }),
    pieceLength: fc.constantFrom(1, 7, 64, 100_000),
    isCutOff: fc.boolean(),
  })
  .map(({ form, damages, pieceLength, ...rest }) => {
    const bytes = damages.reduce(harm, form);
    const count = Math.ceil(bytes.length / pieceLength);
    const pieces = Array.from({ length: count }, (_, index) =>
      bytes.subarray(index * pieceLength, (index + 1) * pieceLength),
    );
    return { ...rest, pieces };
  });

async function upload({ contentType, pieces, isCutOff }: Sent): Promise<ReceivedUpload | Error> {
  let next = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = pieces[next++];
      if (piece !== undefined) controller.enqueue(new Uint8Array(piece));
      else if (isCutOff) controller.error(new Error('the line is dead'));
      else controller.close();
    },
  });
  const headers = new Headers({ 'Content-Type': contentType });
  const limits = { maxBytes: 2000, bytesLeft: 10_000 };
  return receiveUpload(blobs, { body, headers }, { name: 'raw.bin', ...limits }).catch(
    (error: Error) => error,
  );
}

test('damaged uploads are refused, and others kept as they were sent', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(sent, async (each) => {
      const outcome = await upload(each);
      expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
      const stored: string[] = [];
      for await (const { sha256 } of blobs.list()) stored.push(sha256);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(UploadRefused);
        expect(outcome.message).toMatch(/^\P{Cc}+\.$/u);
        expect(stored).toEqual([]);
        return;
      }
      kept++;
      expect(each.isCutOff).toBe(false);
      expect(stored).toEqual([outcome.sha256]);
      const blob = await blobs.open(outcome.sha256);
      const bytes = Buffer.from(await new Response(await blob?.read()).arrayBuffer());
      expect([hashOf(bytes), bytes.length]).toEqual([outcome.sha256, outcome.size]);
      expect(bytes.length).toBeGreaterThanOrEqual(17);
      expect(bytes.length).toBeLessThanOrEqual(2000);
      expect(Buffer.concat(each.pieces).includes(bytes)).toBe(true);
      await blobs.remove(outcome.sha256);
    }),
    { numRuns: RUNS, timeout: HANG_MS },
  );
  // What is generated is not all damaged beyond use.
  expect(kept).toBeGreaterThan(RUNS / 100);
});
