/** Names of files that people send: shown to others, written into headers, never a path. */

/** What file systems take, with room for what programs add. */
const MAX_NAME_BYTES = 200;
/** What is longer is no extension but a sentence with a full stop in it. */
const MAX_EXTENSION_BYTES = 16;

/**
 * Controls, line ends and what nobody sees, such as the marks of direction that let `exe.png` be read
 * from the wrong end (Unicode UAX #9). Joiners stay: scripts and emoji need them.
 */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}]|(?![\u200c\u200d])\p{Cf}/gu;

/** The name as it is kept: without folders, composed (NFC), short; undefined when nothing is left. */
export function cleanFileName(given: string): string | undefined {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const name = last
    .toWellFormed()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/\s+/g, ' ')
    // Windows drops what is at the end; a name of dots alone is a folder.
    .replace(/^ +|[ .]+$/g, '');
  return name === '' ? undefined : shorten(name);
}

/** Cuts before the extension, which says what the file is. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const found = /(?<=.)\.[^.\s]+$/u.exec(name)?.[0] ?? '';
  const extension = Buffer.byteLength(found) <= MAX_EXTENSION_BYTES ? found : '';
  const room = MAX_NAME_BYTES - Buffer.byteLength(extension);
  let stem = '';
  let bytes = 0;
  for (const { segment } of GRAPHEMES.segment(name.slice(0, name.length - extension.length))) {
    bytes += Buffer.byteLength(segment);
    if (bytes > room) break;
    stem += segment;
  }
  // A single character may be made of any number of marks.
  return `${stem || 'file'}${extension}`.replace(/[ .]+(?=\.[^.]*$)|[ .]+$/, '');
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });
