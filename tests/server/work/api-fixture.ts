/** The API over a small workspace, asked by whoever the test says. */
import { Hono } from 'hono';
import { WORK_API } from '../../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { workApi, workEndpoints } from '../../../src/server/work/http/work-api.ts';
import { newId, type WorkServices } from '../../../src/server/work/work-services.ts';
import type { Asker } from '../../../src/workspace/asker.ts';
import { makeFolder } from '../portal-fixture.ts';
import { ADA, NOW, type SmallWorkspace, smallWorkspace } from './work-fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: what came is held against its schema where it matters.
type Json = any;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when there was none. */
  readonly json: Json;
}

export interface Sent {
  readonly asker?: Asker;
  readonly headers?: Readonly<Record<string, string>>;
  /** As JSON. */
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export interface SmallApi extends SmallWorkspace {
  readonly endpoints: ReturnType<typeof workEndpoints>;
  /** @param line method and path below the API, such as `GET /runs` */
  send(line: string, sent?: Sent): Promise<Reply>;
  setNow(at: string): void;
}

export async function smallApi(templates: readonly WorkflowTemplate[]): Promise<SmallApi> {
  const work = await smallWorkspace(templates);
  let now = NOW;
  const services: WorkServices = {
    store: work.store,
    blobs: openDiskBlobs(makeFolder()),
    publication: async () => work.published,
    clock: () => Date.parse(now),
    newId,
    people: async () => new Map(),
  };
  let asker = ADA;
  const app = new Hono().route(
    WORK_API,
    workApi(services, async () => asker),
  );
  return {
    ...work,
    endpoints: workEndpoints(services),
    setNow: (at) => {
      now = at;
    },
    async send(line, { asker: who = ADA, headers = {}, json, body } = {}) {
      asker = who;
      const [method = '', path = ''] = line.split(' ');
      const response = await app.request(path.startsWith(WORK_API) ? path : WORK_API + path, {
        method,
        headers: { ...(json !== undefined && { 'Content-Type': 'application/json' }), ...headers },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(body !== undefined && { body }),
      });
      return read(response);
    },
  };
}

export async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson =
    /\/(?:problem\+)?json/.test(response.headers.get('Content-Type') ?? '') && text !== '';
  const { status, headers } = response;
  return { status, headers, text, json: isJson ? JSON.parse(text) : undefined };
}
