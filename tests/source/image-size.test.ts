/** Sizes of images, read from files that anybody may have forged. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureImage } from '../../src/source/image-size.ts';

const box = (type: string, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 8);
  return Buffer.concat([size, Buffer.from(type, 'latin1'), body]);
};
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const ispe = (width: number, height: number) =>
  box('ispe', number(0), number(width), number(height));
const avif = (...properties: readonly Buffer[]) =>
  Buffer.concat([
    box('ftyp', Buffer.from('avif'), number(0)),
    box('meta', number(0), box('iprp', box('ipco', ...properties))),
  ]);
const latin1 = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['a PNG', latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\b\x06\0\0\0'), 3, 2],
  ['a GIF', latin1('GIF89a\x03\0\x02\0\0\0\0'), 3, 2],
  [
    'a JPEG',
    latin1(`\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\b\0\x02\0\x03\x03${'\0'.repeat(20)}`),
    3,
    2,
  ],
  ['a WebP', latin1('RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x02\0\0\x01\0\0'), 3, 2],
  ['an AVIF', avif(ispe(1, 1), ispe(3, 2)), 3, 2],
  ['an SVG', latin1('<svg xmlns="x" width="3" height="2"/>'), 3, 2],
  [
    'an SVG behind a declaration',
    latin1('<?xml version="1.0"?>\n<!-- a -->\n<svg viewBox="0 0 3 2">'),
    3,
    2,
  ],
])('%s says its size', (_name, bytes, width, height) => {
  expect(measureImage(bytes)).toEqual({ width, height });
});

/** In a process of its own, which can be ended when it does not end by itself. */
function sizesOf(files: readonly Buffer[]): string {
  const module = join(import.meta.dirname, '..', '..', 'src', 'source', 'image-size.ts');
  const { stdout, signal } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { readFileSync } from 'node:fs';
       import { measureImage } from ${JSON.stringify(module)};
       const files = JSON.parse(readFileSync(0, 'utf8'));
       console.log(JSON.stringify(files.map((file) => measureImage(Buffer.from(file, 'base64')) ?? null)));`,
    ],
    {
      input: JSON.stringify(files.map((file) => file.toString('base64'))),
      timeout: 30_000,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  return signal ? `ended by ${signal}` : stdout.trim();
}

test('no forged file keeps the machine busy', () => {
  const emptyIspe = Buffer.concat([number(0), latin1('ispe')]);
  const files = [
    // An icon whose entry has no length.
    latin1('icns\0\0\xff\xffICON\0\0\0\0'),
    latin1(`\0\0\0\x0cJXL \0\0\0\x10ftypjxl ${'\0\0\0\0jxlp'.repeat(2)}`),
    avif(emptyIspe, emptyIspe),
    avif(Buffer.concat(Array.from({ length: 100_000 }, () => box('ispe')))),
    latin1(`<svg ${'<svg "'.repeat(300_000)}`),
    latin1(`\xff\xd8\xff\xe0${'\0'.repeat(2_000_000)}`),
    latin1(`\xff\xd8\xff\xe0${'\xff\xe1\0\x08Exif\0\0MM'.repeat(100_000)}`),
    latin1(`P7\n${'a\n'.repeat(1_000_000)}`),
  ];
  const sizes = JSON.parse(sizesOf(files)) as unknown[];
  expect(sizes).toHaveLength(files.length);
  expect(sizes[0]).toBeNull();
});
