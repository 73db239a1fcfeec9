/** Files on their way in, over a socket: from forms and programs, whole, damaged and cut off. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { receiveUpload } from '../../../src/server/work/attachments/receive-upload.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import type { Blobs } from '../../../src/workspace/blobs.ts';
import { makeFolder } from '../portal-fixture.ts';
import { hashOf, namesIn, textOf } from './blobs-contract.ts';
import { sample } from './samples.ts';
import { startUploads, type UploadServer } from './upload-server.ts';

let folder: string;
let blobs: Blobs;
let server: UploadServer;

beforeEach(async () => {
  folder = makeFolder();
  blobs = openDiskBlobs(folder);
  server = await startUploads(blobs);
});

const text = 'the proof of the pudding is in the eating';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** A form as far as the bytes of its file. */
const FORM_HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';

/** Answer of the server to a form of a browser. */
async function sendForm(files: readonly File[], fields: Readonly<Record<string, string>> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append('file', file);
  form.append('after', 'the file');
  const response = await fetch(server.origin, { method: 'POST', body: form });
  return response.json() as Promise<Record<string, unknown>>;
}

async function sendFormText(body: string, type = 'multipart/form-data; boundary=b') {
  const sent = { method: 'POST', headers: { 'Content-Type': type }, body };
  return (await fetch(server.origin, sent)).json() as Promise<Record<string, unknown>>;
}

async function sendRaw(name: string, body: string | Uint8Array<ArrayBuffer>) {
  const url = `${server.origin}/?name=${encodeURIComponent(name)}`;
  return (await fetch(url, { method: 'POST', body })).json() as Promise<Record<string, unknown>>;
}

const sendSample = (name: string, kind: string) => sendRaw(name, new Uint8Array(sample(kind)));

const incoming = () =>
  existsSync(join(folder, 'incoming')) ? readdirSync(join(folder, 'incoming')) : [];

async function expectNothingKept() {
  expect(await namesIn(blobs)).toEqual([]);
  expect(incoming()).toEqual([]);
}

/** Sends the beginning of a request and hangs up. */
function sendAndHangUp(head: string, body: string): void {
  const socket = connect(server.port, '127.0.0.1', () => {
    socket.write(`${head}\r\nHost: x\r\nContent-Length: 90000\r\n\r\n${body}`, () =>
      socket.end().destroySoon(),
    );
  });
}

describe('a file is kept', () => {
  test('from a form, with what stands beside it', async () => {
    const file = new File([text], 'Übersicht "1".txt', { type: 'application/evil' });
    expect(await sendForm([file], { commandId: 'c1', comment: 'naïve' })).toEqual({
      sha256: hashOf(text),
      size: text.length,
      name: 'Übersicht "1".txt',
      type: 'text/plain; charset=utf-8',
      fields: { commandId: 'c1', comment: 'naïve', after: 'the file' },
    });
    expect(await textOf(await blobs.open(hashOf(text)))).toBe(text);
  });

  test('from the body of a program', async () => {
    expect(await sendRaw('notes.md', text)).toEqual({
      sha256: hashOf(text),
      size: text.length,
      name: 'notes.md',
      type: 'text/markdown; charset=utf-8',
      fields: {},
    });
  });

  test.runIf(hasCurl)('from curl, as a body and as a form', async () => {
    const path = join(makeFolder({ 'a.txt': text }), 'a.txt');
    const curl = async (...args: string[]) =>
      JSON.parse((await promisify(execFile)('curl', ['-sS', ...args])).stdout);
    const sent = await curl('--data-binary', `@${path}`, `${server.origin}/?name=a.txt`);
    expect(sent).toMatchObject({ sha256: hashOf(text), name: 'a.txt' });
    const form = await curl('-F', `file=@${path}`, '-F', 'commandId=c2', server.origin);
    expect(form).toMatchObject({ sha256: hashOf(text), fields: { commandId: 'c2' } });
  });

  test('with a field of files left empty beside it', async () => {
    expect(await sendForm([new File([], ''), new File([text], 'a.txt')])).toMatchObject({
      name: 'a.txt',
    });
  });

  test('of just the length that is allowed', async () => {
    expect(await sendRaw('a.txt', 'a'.repeat(100_000))).toMatchObject({ size: 100_000 });
    expect(await sendForm([new File(['b'.repeat(100_000)], 'b.txt')])).toMatchObject({
      size: 100_000,
    });
  });

  test('of 17 bytes', async () => {
    expect(await sendRaw('a.txt', '12345678901234567')).toMatchObject({ size: 17 });
  });
});

describe('memory does not grow with the file:', () => {
  const piece = Buffer.alloc(64 * 1024, 'a');

  /** A body without end, and how much of it was asked for. */
  function endless(head: string) {
    const state = { bytes: 0 };
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new Uint8Array(Buffer.from(head))),
      pull(controller) {
        state.bytes += piece.length;
        controller.enqueue(new Uint8Array(piece));
      },
    });
    return { state, body };
  }

  test.each([
    ['a form', 'multipart/form-data; boundary=b', FORM_HEAD],
    ['a body', 'text/plain', ''],
  ])('%s is read no faster than it is kept', async (_what, type, head) => {
    const { state, body } = endless(head);
    const begun = Promise.withResolvers<void>();
    const stop = Promise.withResolvers<never>();
    const slow: Blobs = {
      ...blobs,
      async put(bytes) {
        await bytes[Symbol.asyncIterator]().next();
        begun.resolve();
        return stop.promise;
      },
    };
    const headers = new Headers({ 'Content-Type': type });
    const limits = { maxBytes: 1e9, bytesLeft: 1e9 };
    const receiving = receiveUpload(slow, { body, headers }, { name: 'a.txt', ...limits });
    await begun.promise;
    for (let turn = 0; turn < 1000; turn++) await setImmediate();
    expect(state.bytes).toBeLessThan(1024 * 1024);
    stop.reject(new Error('enough'));
    await expect(receiving).rejects.toThrow('enough');
  });
});

describe('a file is refused, and nothing kept,', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [16, '16 bytes'],
  ])('with %i bytes', async (length, words) => {
    const refused = {
      code: 'too-short',
      message: `\`a.txt\` has ${words} and is too short to be proof — choose the finished file.`,
    };
    expect(await sendRaw('a.txt', 'x'.repeat(length))).toEqual(refused);
    expect(await sendForm([new File(['x'.repeat(length)], 'a.txt')])).toEqual(refused);
    await expectNothingKept();
  });

  test('when it is too long, before all of it has come', async () => {
    const long = 'a'.repeat(300_000);
    expect(await sendRaw('a.txt', long)).toMatchObject({ code: 'too-long' });
    expect(await sendForm([new File([long], 'a.txt')])).toMatchObject({ code: 'too-long' });
    await expectNothingKept();
  });

  test('at once, although the sender waits with the rest', async () => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) =>
        controller.enqueue(new Uint8Array(Buffer.from(FORM_HEAD + 'a'.repeat(200_000)))),
    });
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const sent = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    const response = await fetch(server.origin, sent);
    expect(await response.json()).toMatchObject({ code: 'too-long' });
    await expectNothingKept();
  });

  test('when the form ends in the first piece, and the sender is not done', async () => {
    expect(await sendFormText('--b--\r\n')).toMatchObject({ code: 'not-one-file' });
    expect(await sendFormText(`x\r\n--b--\r\n${'y'.repeat(200_000)}`)).toMatchObject({
      code: 'not-one-file',
    });
    await expectNothingKept();
  });

  test('without a name', async () => {
    expect(await sendRaw('..', text)).toMatchObject({ code: 'needs-name' });
    const unnamed = await fetch(server.origin, { method: 'POST', body: text });
    expect(await unnamed.json()).toMatchObject({ code: 'needs-name' });
    await expectNothingKept();
  });

  test('when there is none in the form, or several', async () => {
    expect(await sendForm([])).toEqual({
      code: 'not-one-file',
      message: 'The form has no file — choose one.',
    });
    expect(await sendForm([new File([], '')])).toMatchObject({ code: 'not-one-file' });
    const files = ['a.txt', 'b.txt', 'c.txt'].map((name) => new File([text], name));
    expect(await sendForm(files)).toMatchObject({ code: 'not-one-file' });
    await expectNothingKept();
  });

  test('when the form has more fields than a form of ours, or longer ones', async () => {
    const file = new File([text], 'a.txt');
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, 'x']));
    expect(await sendForm([file], many)).toMatchObject({ code: 'unreadable' });
    expect(await sendForm([file], { a: 'x'.repeat(20_000) })).toMatchObject({ code: 'unreadable' });
    await expectNothingKept();
  });

  test.each([
    ['no boundary', 'multipart/form-data', text],
    ['no form', 'multipart/form-data; boundary=b', text],
    ['no end', 'multipart/form-data; boundary=b', FORM_HEAD + text],
    ['nothing', 'multipart/form-data; boundary=b', ''],
  ])('when the form has %s', async (_what, type, body) => {
    expect(['unreadable', 'not-one-file']).toContain((await sendFormText(body, type)).code);
    await expectNothingKept();
  });

  test('when the line breaks, in a form and in a body', async () => {
    sendAndHangUp(
      'POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b',
      FORM_HEAD + text,
    );
    expect(await server.outcome(0)).toMatchObject({ code: 'unreadable' });
    sendAndHangUp('POST /?name=a.txt HTTP/1.1', text);
    expect(await server.outcome(1)).toMatchObject({ code: 'unreadable' });
    await expectNothingKept();
  });
});

describe('what follows the file counts too:', () => {
  /** A body whose second piece comes once the first has been taken in. */
  function inTwoPieces(first: string, second: string | Error) {
    let pulls = 0;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        if (pulls++ === 0) return controller.enqueue(new Uint8Array(Buffer.from(first)));
        for (let turn = 0; turn < 1000; turn++) await setImmediate();
        if (second instanceof Error) return controller.error(second);
        controller.enqueue(new Uint8Array(Buffer.from(second)));
        controller.close();
      },
    });
    const headers = new Headers({ 'Content-Type': 'multipart/form-data; boundary=b' });
    return receiveUpload(blobs, { body, headers }, { bytesLeft: 1e6 });
  }

  test.each([
    ['a broken line', new Error('the line is dead'), 'unreadable'],
    ['no end', 'Content-Disposition: form-data; name="a"', 'unreadable'],
    ['another file', `${FORM_HEAD.slice(5)}${text}\r\n--b--\r\n`, 'not-one-file'],
  ])('%s', async (_what, rest, code) => {
    await expect(inTwoPieces(`${FORM_HEAD}${text}\r\n--b\r\n`, rest)).rejects.toMatchObject({
      code,
    });
    await expectNothingKept();
  });

  test('a field', async () => {
    const rest = 'Content-Disposition: form-data; name="commandId"\r\n\r\nc1\r\n--b--\r\n';
    const { fields } = await inTwoPieces(`${FORM_HEAD}${text}\r\n--b\r\n`, rest);
    expect(fields.get('commandId')).toBe('c1');
  });
});

test('nothing more is asked for of what is refused', async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    cancel() {
      isCancelled = true;
    },
  });
  const refused = receiveUpload(blobs, { body, headers: new Headers() }, { bytesLeft: 1e6 });
  await expect(refused).rejects.toMatchObject({ code: 'needs-name' });
  for (let turn = 0; turn < 1000 && !isCancelled; turn++) await setImmediate();
  expect(isCancelled).toBe(true);
});

test('a disk that fails is told in a sentence, to forms and programs', async () => {
  const broken = await startUploads(openDiskBlobs(join(makeFolder({ taken: 'a file' }), 'taken')));
  const form = new FormData();
  form.append('file', new File([text.repeat(5000)], 'a.txt'));
  for (const body of [form, text.repeat(2000)]) {
    const response = await fetch(`${broken.origin}/?name=a.txt`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^Attachments cannot be kept at .* — move it away\.$/),
    });
  }
});

describe('content and name', () => {
  test.each([
    ['a.png', 'png'],
    ['a.PNG', 'png'],
    ['a.jpeg', 'jpg'],
    ['a.gif', 'gif'],
    ['a.webp', 'webp'],
    ['a.pdf', 'pdf'],
    ['a.mp4', 'mp4'],
    ['a.m4a', 'mp4'],
    ['a.mp3', 'mp3'],
    ['a.wav', 'wav'],
    ['a.opus', 'ogg'],
    ['a.zip', 'zip'],
    ['a.docx', 'zip'],
    ['a.xlsx', 'zip'],
    ['a.bin', 'exe'],
    ['a.dat', 'png'],
    ['a', 'exe'],
    ['a.project', 'zip'],
  ])('`%s` may be a file that begins as %s', async (name, kind) => {
    expect(await sendSample(name, kind)).toMatchObject({ name });
  });

  test.each([
    [
      'a.png',
      'jpg',
      '`a.png` holds what a `.jpg` file does — choose the file itself, or give it the name of what it is.',
    ],
    ['a.pdf', 'png', 'holds what a `.png` file does'],
    ['a.mp4', 'zip', 'holds what a `.zip` file does'],
    ['a.docx', 'pdf', 'holds what a `.pdf` file does'],
    ['a.zip', 'exe', 'holds what a `.exe` file does'],
    ['a.txt', 'exe', 'holds no text'],
    ['a.csv', 'zip', 'holds no text'],
    ['a.html', 'png', 'holds no text'],
    ['a.svg', 'png', 'holds no text'],
  ])('`%s` may be no file that begins as %s', async (name, kind, message) => {
    expect(await sendSample(name, kind)).toMatchObject({
      code: 'contradicts-name',
      message: expect.stringContaining(message),
    });
    await expectNothingKept();
  });

  test.each([
    [
      'a.png',
      '<html><script>alert(1)</script></html>',
      'holds nothing that a `.png` file begins with',
    ],
    ['a.pdf', 'this is not a PDF at all', 'holds nothing that a `.pdf` file begins with'],
    ['a.svg', '<html><script>alert(1)</script></html>', 'holds no SVG drawing'],
  ])('`%s` may not hold %j', async (name, body, message) => {
    expect(await sendRaw(name, body)).toMatchObject({
      code: 'contradicts-name',
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['a.svg', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a.csv', 'BMW,Größe\r\n1;2\r\n'],
    ['a.csv', new Uint8Array(Buffer.from('\ufeffa,b,ü and more\r\n', 'utf16le'))],
    ['a.txt', new Uint8Array(Buffer.from('gr\xf6\xdfer als gedacht', 'latin1'))],
    ['a.log', '\u001b[31mred\u001b[0m and then black'],
    ['a.json', '{"a": "proof of the pudding"}'],
    ['a.html', '<p>a report that is only a download</p>'],
  ])('`%s` may hold text: %j', async (name, body) => {
    expect(await sendRaw(name, body)).toMatchObject({ name });
  });

  test('the beginning is told apart however it is cut', async () => {
    const bytes = sample('jpg');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const sent = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const response = await fetch(`${server.origin}/?name=a.png`, sent);
    expect(await response.json()).toMatchObject({ code: 'contradicts-name' });
  });
});
