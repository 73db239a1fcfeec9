/** Who listens is told of each change once, from where they were, as long as they may. */
import { expect, test } from 'vitest';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { workApi } from '../../../src/server/work/http/work-api.ts';
import { newId, type WorkServices } from '../../../src/server/work/work-services.ts';
import type { Asker } from '../../../src/workspace/asker.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';
import { makeFolder } from '../portal-fixture.ts';
import { ADA, NOW, smallWorkspace } from './work-fixture.ts';

const TEMPLATE = compileSmall([
  { offsetDays: 0, description: 'Ask' },
  { offsetDays: 1, description: 'Tell', dependsOn: ['task-0'] },
]);
const START = { type: TEMPLATE.type, anchor: '2026-07-02' };

async function listened() {
  const work = await smallWorkspace([TEMPLATE]);
  const services: WorkServices = {
    store: work.store,
    blobs: openDiskBlobs(makeFolder()),
    publication: async () => work.published,
    clock: () => Date.parse(NOW),
    newId,
    people: async () => new Map(),
  };
  const stopping = new AbortController();
  let asker: Asker = ADA;
  const api = workApi(services, async () => asker, stopping.signal);
  const listen = async (headers: Record<string, string> = {}) => {
    const response = await api.request('/stream', { headers });
    return { response, reader: response.body?.pipeThrough(new TextDecoderStream()).getReader() };
  };
  return {
    ...work,
    listen,
    api,
    stop: () => stopping.abort(),
    become: (other: Asker) => {
      asker = other;
    },
  };
}

type Reader = Awaited<ReturnType<Awaited<ReturnType<typeof listened>>['listen']>>['reader'];

/** Messages until there are so many, or the end. */
async function messages(reader: Reader, count: number): Promise<[id: string, data: unknown][]> {
  const found: [string, unknown][] = [];
  while (found.length < count) {
    const { value, done } = (await reader?.read()) ?? { value: '', done: true };
    if (done) break;
    for (const [, id = '', data = ''] of (value ?? '').matchAll(/id: (\d+)\ndata: (.*)\n/g)) {
      found.push([id, JSON.parse(data)]);
    }
  }
  return found;
}

test('each change is told with its run, its version and its tasks, and nothing of what they say', async () => {
  await using work = await listened();
  const { id } = await work.start(START);
  const { response, reader } = await work.listen();
  expect(response.headers.get('Content-Type')).toBe('text/event-stream');
  await work.act(id, { type: 'complete', refId: 'task-0' });
  expect(await messages(reader, 1)).toEqual([
    ['2', { runId: id, version: 1, tasks: ['task-0', 'task-1'] }],
  ]);
  await reader?.cancel();
});

test('who was away goes on where they were, and misses nothing', async () => {
  await using work = await listened();
  const { id } = await work.start(START);
  for (let n = 0; n < 5; n++) await work.act(id, { type: 'comment', text: `${n}` });
  const { reader } = await work.listen({ 'Last-Event-ID': '3' });
  expect((await messages(reader, 3)).map(([sequence]) => sequence)).toEqual(['4', '5', '6']);
  await work.act(id, { type: 'comment', text: 'more' });
  expect((await messages(reader, 1)).map(([sequence]) => sequence)).toEqual(['7']);
  await reader?.cancel();
  expect((await work.listen({ 'Last-Event-ID': 'x' })).response.status).toBe(400);
});

test('it ends with the right to listen, before anything more is told', async () => {
  await using work = await listened();
  const { id } = await work.start(START);
  const { reader } = await work.listen();
  work.become({ ...ADA, role: 'none' });
  await work.act(id, { type: 'comment', text: 'secret' });
  expect(await messages(reader, 1)).toEqual([]);
  expect((await work.listen()).response.status).toBe(403);
});

test('it ends with the server', async () => {
  await using work = await listened();
  const { reader } = await work.listen();
  const ended = messages(reader, 1);
  work.stop();
  expect(await ended).toEqual([]);
});

test('nobody listens without end, and who leaves makes room', async () => {
  await using work = await listened();
  const readers: Reader[] = [];
  for (let n = 0; n < 20; n++) readers.push((await work.listen()).reader);
  const refused = await work.listen();
  expect([refused.response.status, refused.response.headers.get('Retry-After')]).toEqual([
    429,
    '30',
  ]);
  await readers[0]?.cancel();
  expect((await work.api.request('/stream', { method: 'HEAD' })).status).toBe(200);
  const again = await work.listen();
  expect(again.response.status).toBe(200);
  for (const reader of [...readers.slice(1), again.reader]) await reader?.cancel();
});
