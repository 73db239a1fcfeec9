/** What becomes of the names that people give files. */
import { expect, test } from 'vitest';
import { cleanFileName } from '../../../src/server/work/attachments/file-name.ts';
import fc from '../../support/generated.ts';

test.each([
  ['report.pdf', 'report.pdf'],
  ['Übersicht 2026 (final).csv', 'Übersicht 2026 (final).csv'],
  ['C:\\Users\\ada\\report.pdf', 'report.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['/tmp/a.txt', 'a.txt'],
  ['U\u0308bersicht.txt', 'Übersicht.txt'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  ['\u2066a\u2069.png', 'a.png'],
  ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie: x.txt'],
  ['a\0.png', 'a.png'],
  ['a\u2028b\u200b\ufeff.txt', 'ab.txt'],
  ['  two   spaces .txt. ', 'two spaces .txt'],
  ['.htaccess', '.htaccess'],
  ['👩‍🚀.png', '👩‍🚀.png'],
  ['half \ud800.txt', 'half \ufffd.txt'],
])('%j is kept as %j', (given, kept) => {
  expect(cleanFileName(given)).toBe(kept);
});

test.each(['', '.', '..', ' . ', 'folder/', '\u202e', '\0'])('%j leaves no name', (given) => {
  expect(cleanFileName(given)).toBeUndefined();
});

test('a long name keeps its extension, and whole characters', () => {
  expect(cleanFileName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(196)}.pdf`);
  expect(cleanFileName(`${'ü'.repeat(300)}.jpeg`)).toBe(`${'ü'.repeat(97)}.jpeg`);
  expect(cleanFileName(`${'👩‍🚀'.repeat(50)}.png`)).toBe(`${'👩‍🚀'.repeat(17)}.png`);
  expect(cleanFileName(`${'a '.repeat(100)}. ${'b'.repeat(300)}`)?.length).toBeLessThanOrEqual(200);
  expect(cleanFileName(`x${'\u0301'.repeat(300)}.txt`)).toBe('file.txt');
});

test('whatever is given, the name is short, visible and no path, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = cleanFileName(given);
      if (name === undefined) return;
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
      expect(name).not.toMatch(/[/\\\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]|^\.{0,2}$/u);
      expect(cleanFileName(name)).toBe(name);
    }),
  );
});
