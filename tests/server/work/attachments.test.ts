/** Files of runs: kept, fetched by whoever sees the run, and proof only where they belong. */
import { expect, test } from 'vitest';
import { attachmentAnswer, attachmentsAnswer } from '../../../schemas/work-api.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { smallApi } from './api-fixture.ts';
import { ADA } from './work-fixture.ts';

const TEMPLATE = compileSmall([
  { offsetDays: 0, description: 'File it', requiresFile: true },
  { offsetDays: 0, description: 'Say it' },
]);
const START = { type: TEMPLATE.type, anchor: '2026-07-02' };
const BYTES = 'signed by everybody, at last';

async function started() {
  const api = await smallApi([TEMPLATE]);
  const run = `/runs/${(await api.send('POST /runs', { json: START })).json.id}`;
  const attach = async (headers = {}) =>
    api.send(`POST ${run}/attachments?name=proof.txt&refId=task-0`, { body: BYTES, headers });
  return { ...api, run, attach };
}

test('a file is attached, listed, fetched as a download, and is proof of its run', async () => {
  await using api = await started();
  const { send, run, attach } = api;
  const sent = await attach();
  expect([sent.status, sent.headers.get('ETag')]).toEqual([201, '"v1"']);
  const { attachment } = attachmentAnswer.parse(sent.json);
  expect(attachment).toMatchObject({ refId: 'task-0', name: 'proof.txt', size: BYTES.length });
  const list = attachmentsAnswer.parse((await send(`GET ${run}/attachments`)).json);
  expect(list.items).toEqual([attachment]);
  const fetched = await send(`GET ${sent.headers.get('Location')}`);
  expect([fetched.text, fetched.headers.get('Content-Disposition')]).toEqual([
    BYTES,
    'attachment; filename=proof.txt',
  ]);
  const evidence = { files: [attachment.id] };
  const done = await send(`POST ${run}/events`, {
    json: { type: 'complete', refId: 'task-0', evidence },
  });
  expect(done.status).toBe(200);
});

test('a file of one run is nothing in another', async () => {
  await using api = await started();
  const { send, attach } = api;
  const id = (await attach()).json.attachment.id;
  const other = `/runs/${(await send('POST /runs', { json: START })).json.id}`;
  expect((await send(`GET ${other}/attachments/${id}`)).status).toBe(404);
  const event = { type: 'complete', refId: 'task-0', evidence: { files: [id] } };
  const refused = await send(`POST ${other}/events`, { json: event });
  expect([refused.status, refused.json.field]).toEqual([400, 'evidence.files']);
  const attached = await send(`POST ${other}/events`, {
    json: { type: 'attach', attachmentId: id, name: 'proof.txt' },
  });
  expect([attached.status, attached.json.field]).toEqual([400, 'attachmentId']);
});

test('a name alone is no file where one is asked for', async () => {
  await using api = await started();
  const { send, run } = api;
  const complete = async (refId: string, file: string) =>
    (
      await send(`POST ${run}/events`, {
        json: { type: 'complete', refId, evidence: { files: [file] } },
      })
    ).status;
  expect(await complete('task-0', 'proof.txt')).toBe(400);
  expect(await complete('task-0', 'https://files.example.org/proof.txt')).toBe(200);
  expect(await complete('task-1', 'proof.txt')).toBe(200);
});

test('the same key attaches the same file once, and another file not at all', async () => {
  await using api = await started();
  const { send, run, attach } = api;
  const headers = { 'Idempotency-Key': 'one' };
  const first = await attach(headers);
  expect((await attach(headers)).json.attachment).toEqual(first.json.attachment);
  const body = 'something else than before';
  const other = await send(`POST ${run}/attachments?name=proof.txt`, { body, headers });
  expect(other.status).toBe(422);
  expect((await send(`GET ${run}/attachments`)).json.items).toHaveLength(1);
});

test('what is no file, or not theirs to attach, is refused before anything is kept', async () => {
  await using api = await started();
  const { send, run } = api;
  const post = async (query: string, sent: Parameters<typeof send>[1]) => {
    const { status, json } = await send(`POST ${run}/attachments?${query}`, sent);
    return [status, json.field];
  };
  expect(await post('name=a.txt', { body: 'short' })).toEqual([400, 'file']);
  expect(await post('name=a.png', { body: BYTES })).toEqual([400, 'file']);
  expect(await post('', { body: BYTES })).toEqual([400, 'file']);
  expect(await post('name=a.txt&refId=nope', { body: BYTES })).toEqual([404, 'refId']);
  const reader = { ...ADA, role: 'reader' } as const;
  expect(await post('name=a.txt', { body: BYTES, asker: reader })).toEqual([403, undefined]);
  expect((await send(`GET ${run}/attachments`)).json.items).toEqual([]);
});
