/** The pages of the workspace over an empty database and a small build, for somebody signed in. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { parse } from 'parse5';
import { onTestFinished } from 'vitest';
import { PAGE_SLOTS } from '../../../schemas/page-slots.ts';
import type { WorkRole } from '../../../schemas/work-roles.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { connectSqlite } from '../../../src/server/database/connection.ts';
import { migrate } from '../../../src/server/database/migrate.ts';
import { openStaticFiles } from '../../../src/server/files/static-files.ts';
import type { GateEnvironment } from '../../../src/server/http/handler-environment.ts';
import { openDiskBlobs } from '../../../src/server/work/blobs/disk-blobs.ts';
import { openWork, type Work } from '../../../src/server/work/open-work.ts';
import { temporaryFolder } from '../../support/content.ts';

/** Wednesday. */
export const NOW = '2026-07-01T09:00:00.000Z';

export interface SmallPages {
  readonly work: Work;
  /** Of whoever asks from now on. */
  setRole(role: WorkRole): void;
  /** Where the clock stands from now on. */
  setNow(at: string): void;
  get(address: string): Promise<Page>;
  /** Sends the first form that fits, as a browser does, with these fields over its own. */
  send(page: Page, form: Wanted, fields?: Fields): Promise<Page>;
  /** Sends a form with a file in it, as a browser does. */
  upload(page: Page, form: Wanted, file: File): Promise<Page>;
  /** Starts a run from the form of its workflow on Today, and returns its page. */
  start(fields: Fields, type?: string): Promise<Page>;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface Wanted {
  readonly type?: string;
  readonly refId?: string;
  readonly action?: string;
  readonly name?: string;
  /** The button that is pressed, as its name and value. */
  readonly button?: readonly [name: string, value: string];
}

export interface Page {
  readonly status: number;
  /** Address after redirects. */
  readonly address: string;
  readonly html: string;
  /** Texts without markup, spaces as one. */
  readonly text: string;
  readonly forms: readonly PageForm[];
}

export interface PageForm {
  readonly method: string;
  readonly action: string;
  /** Whether a disclosure around it is open; undefined without one. */
  readonly isOpen: boolean | undefined;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export interface SmallPagesOptions {
  readonly templates?: readonly WorkflowTemplate[];
  /** Document id → HTML of its body. */
  readonly documents?: Readonly<Record<string, string>>;
  readonly userId?: string;
  readonly hasFrame?: boolean;
  /** Of the person; that of the portal is UTC. */
  readonly timeZone?: string;
}

export async function smallPages(options: SmallPagesOptions = {}): Promise<SmallPages> {
  const { templates = [], documents = {}, userId = 'ada', hasFrame = true } = options;
  const dist = writeBuild({ templates, documents, hasFrame });
  const files = await openStaticFiles(dist);
  const connection = connectSqlite(new DatabaseSync(':memory:'));
  await migrate(connection);
  let now = NOW;
  const work = await openWork({
    connection,
    blobs: openDiskBlobs(join(temporaryFolder(), 'files')),
    dist,
    clock: () => Date.parse(now),
    people: async () =>
      new Map([
        ['ada', 'ada@example.org'],
        ['bob', 'bob@example.org'],
      ]),
  });
  onTestFinished(() => void connection.close());
  let actor = userId;
  let role: WorkRole = 'administrator';
  const app = new Hono<GateEnvironment>({ getPath: (request) => new URL(request.url).pathname });
  app.use(async (c, next) => {
    c.set('look', files.look);
    const [key, email] = ['key', `${actor}@example.org`];
    c.set('session', {
      key,
      userId: actor,
      email,
      mustChangePassword: false,
      hasPassword: true,
      hasSecondFactor: false,
      provedBy: undefined,
      isFresh: false,
      debt: undefined,
      role,
      timeZone: options.timeZone,
    });
    await next();
  });
  app.route('/work/', work.pages);

  async function load(address: string, init: RequestInit = {}): Promise<Page> {
    const response = await app.request(`http://portal.test${address}`, init);
    const to = response.headers.get('Location');
    if (response.status === 303 && to !== null) return load(to);
    return readPage(address, response.status, await response.text());
  }

  async function send(page: Page, wanted: Wanted, fields: Fields = {}): Promise<Page> {
    const form = findForm(page, wanted);
    const body = new URLSearchParams(form.fields.map(([name, value]) => [name, value]));
    for (const [name, value] of Object.entries(fields)) {
      body.delete(name);
      for (const each of [value].flat()) body.append(name, each);
    }
    if (wanted.button) body.append(...wanted.button);
    return load(form.action, { method: 'POST', body });
  }

  async function upload(page: Page, wanted: Wanted, file: File): Promise<Page> {
    const form = findForm(page, wanted);
    const body = new FormData();
    for (const [name, value] of form.fields) if (name !== 'file') body.append(name, value);
    body.append('file', file);
    return load(form.action, { method: 'POST', body });
  }

  return {
    work,
    upload,
    setRole: (other) => {
      role = other;
    },
    setNow: (at) => {
      now = at;
    },
    get: (address) => {
      // `as:bob /work/` is what somebody else sees.
      const [, other, own = address] = /^as:(\w+) (.*)$/.exec(address) ?? [];
      actor = other ?? userId;
      return load(own);
    },
    send,
    async start(fields, type = 'small') {
      return send(await load('/work/'), { action: `/work/start/${type}/` }, fields);
    },
  };
}

export function findForm({ forms, text }: Page, { type, refId, action, name }: Wanted): PageForm {
  const form = forms.find(
    (each) =>
      (action === undefined || each.action === action) &&
      (type === undefined || has(each, 'type', type)) &&
      (refId === undefined || has(each, 'refId', refId)) &&
      (name === undefined || has(each, 'name', name)),
  );
  if (form) return form;
  throw new Error(`There is no form ${JSON.stringify({ type, refId, action, name })} on: ${text}`);
}

function has({ fields }: PageForm, name: string, value: string): boolean {
  return fields.some((each) => each[0] === name && each[1] === value);
}

function writeBuild({
  templates,
  documents,
  hasFrame,
}: Required<Pick<SmallPagesOptions, 'templates' | 'documents' | 'hasFrame'>>) {
  const dist = mkdtempSync(join(tmpdir(), 'opsbook-pages-'));
  onTestFinished(() => rmSync(dist, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  };
  const { title, main, body } = PAGE_SLOTS;
  write('build.json', '{}');
  if (hasFrame) {
    write(
      'work/index.html',
      `<!doctype html><html><head>${title.start}Today${title.end}</head><body><p>Frame</p><main>${main.start}<p>No server</p>${main.end}</main></body></html>`,
    );
  }
  write('api/portal.json', JSON.stringify({ title: 'Small', timeZone: 'UTC', home: 'work' }));
  write(
    'api/templates/index.json',
    JSON.stringify({
      schemaVersion: 1,
      templates: templates.map((template) => ({
        type: template.type,
        templateId: template.templateId,
        name: template.name,
        file: `${template.type}.json`,
        contentHash: template.contentHash,
        tasks: template.taskDefinitions.length,
        trigger: template.triggerType,
        url: `/docs/${template.templateId}/`,
      })),
    }),
  );
  for (const template of templates) {
    write(`api/templates/${template.type}.json`, JSON.stringify(template));
  }
  for (const [id, html] of Object.entries(documents)) {
    write(`docs/${id}/index.html`, `<h1>Beside</h1>${body.start}${html}${body.end}<p>Beside</p>`);
  }
  return dist;
}

interface Node {
  readonly nodeName: string;
  readonly value?: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Node[];
}

function readPage(address: string, status: number, html: string): Page {
  const root = parse(html) as Node;
  return {
    status,
    address,
    html,
    text: textOf(root).replace(/\s+/g, ' ').trim(),
    forms: formsOf(root),
  };
}

function textOf(node: Node): string {
  if (node.nodeName === '#text') return node.value ?? '';
  return (node.childNodes ?? []).map(textOf).join(' ');
}

function formsOf(node: Node, isOpen?: boolean): PageForm[] {
  const within = node.nodeName === 'details' ? attribute(node, 'open') !== undefined : isOpen;
  if (node.nodeName !== 'form')
    return (node.childNodes ?? []).flatMap((each) => formsOf(each, within));
  return [
    {
      method: attribute(node, 'method') ?? 'get',
      action: attribute(node, 'action') ?? '',
      isOpen: within,
      fields: fieldsOf(node),
    },
  ];
}

/** As a browser sends them without pressing a named button. */
function fieldsOf(node: Node): (readonly [string, string])[] {
  const name = attribute(node, 'name') ?? '';
  const children = node.childNodes ?? [];
  if (node.nodeName === 'textarea') return [[name, textOf(node).replace(/^\n/, '')]];
  if (node.nodeName === 'select') {
    const options = children.filter(({ nodeName }) => nodeName === 'option');
    const chosen = options.find((each) => attribute(each, 'selected') !== undefined) ?? options[0];
    return [[name, chosen ? (attribute(chosen, 'value') ?? '') : '']];
  }
  if (node.nodeName !== 'input') return children.flatMap(fieldsOf);
  const isLeftOut =
    attribute(node, 'type') === 'checkbox' && attribute(node, 'checked') === undefined;
  return isLeftOut ? [] : [[name, attribute(node, 'value') ?? '']];
}

function attribute({ attrs = [] }: Node, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}
