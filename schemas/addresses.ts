/**
 * Where everything is within a portal: every path and fragment, spelled here and nowhere else. A
 * URL begins with `/`; a file is named by its path below the output folder, which is its URL
 * without that. Pure text, for browsers too.
 */

/** Pages there is one of. */
export const PAGES = {
  home: '/',
  all: '/all/',
  workflows: '/workflows/',
  graph: '/graph/',
  health: '/health/',
  rules: '/rules/',
  search: '/search/',
  work: '/work/',
} as const;

/** Fragments of the parts of those pages, and of the page of a workflow. */
export const PARTS = {
  findings: 'findings',
  reviews: 'reviews',
  plan: 'plan',
  timeline: 'workflow-timeline',
  inputs: 'workflow-inputs',
  tasks: 'workflow-tasks',
  dependencies: 'workflow-dependencies',
  done: 'workflow-done',
} as const;

/**
 * Id of a part that the portal puts around the words of authors. No heading has one like it, and
 * none is left to raw HTML: what a button opens, or a script looks for, is never an author's.
 */
export function frameId(part: string): string {
  return `page:${part}`;
}

/** Data there is one of. */
export const DATA_FILES = {
  portal: 'api/portal.json',
  registry: 'api/registry.json',
  ids: 'api/ids.json',
  report: 'api/report.json',
  templateIndex: 'api/templates/index.json',
  llms: 'llms.txt',
  redirects: '_redirects',
} as const;

/** Folder of the search index. */
export const SEARCH_FOLDER = 'api/search';

/** Where the API of the workspace begins. */
export const WORK_API = '/api/work';

/** Of a run in the API. */
export function runApiUrl({ id }: Identified): string {
  return `${WORK_API}/runs/${id}`;
}

interface Identified {
  readonly id: string;
}

/** URL of a file of the output folder. */
export function fileUrl(path: string): string {
  return `/${path}`;
}

/** Output path of the file that a URL names. */
export function fileOf(url: string): string {
  return url.slice(1);
}

/** Whether a file is data for programs, which a build without pages makes as well. */
export function isDataFile(path: string): boolean {
  return path.startsWith('api/');
}

/** Whether a path is that of an artifact, which lies beside the pages. */
export function isArtifactPath(path: string): boolean {
  return /^(?:api|brand|images|llms)\/|^llms\.txt$|^docs\/[^/]+\.md$/.test(path);
}

/** URL of a document's page; workflows have theirs there too. */
export function documentUrl({ id }: Identified): string {
  return `/docs/${id}/`;
}

export function isDocumentUrl(url: string): boolean {
  return url.startsWith('/docs/');
}

/** URL of a document's Markdown twin. */
export function twinUrl({ id }: Identified): string {
  return `/docs/${id}.md`;
}

/** The twin of a document's page, at the same fragment: `/docs/<id>/#x` → `/docs/<id>.md#x`. */
export function twinOf(url: string): string {
  return url.replace(/\/(?=#|$)/, '.md');
}

export function domainUrl(domain: string): string {
  return `/domains/${encodeURIComponent(domain)}/`;
}

type GroupKind = 'systems' | 'tags' | 'owners';

/** URL of the page that lists all groups of a kind. */
export function groupsUrl(kind: GroupKind): string {
  return `/${kind}/`;
}

/** URL of the page of a system, a tag or an owner. */
export function groupUrl(kind: GroupKind, name: string): string {
  return `/${kind}/${encodeURIComponent(groupSlug(name))}/`;
}

/** What names differ in beside this, or behind it, makes no group of its own. */
export function groupSlug(name: string): string {
  const slug = name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  // A folder has the name, and file systems take 255 bytes.
  return [...slug].slice(0, 60).join('').replace(/-$/, '') || 'other';
}

/** URL of the page of a rule, from its code. */
export function ruleUrl(code: string): string {
  return `/rules/${code}/`;
}

/** URL of the results for a query; of the empty form for an empty one. */
export function searchUrl(query: string): string {
  return query === '' ? PAGES.search : `${PAGES.search}?${new URLSearchParams({ q: query })}`;
}

/** URL of the page that starts a run of a workflow, from its type. */
export function startRunUrl(type: string): string {
  return `${PAGES.work}start/${type}/`;
}

/** Pages of the workspace there is one of, beside its first one. */
export const WORK = {
  runs: `${PAGES.work}runs/`,
  schedules: `${PAGES.work}schedules/`,
} as const;

/** URL of the page of a run, with one of its tasks open if it is named. */
export function runUrl(id: string, refId?: string): string {
  const url = `${WORK.runs}${id}/`;
  return refId === undefined ? url : `${url}?${new URLSearchParams({ task: refId })}`;
}

/** URL that takes files of a run, or of one of its tasks, from a form. */
export function runFilesUrl(id: string, refId?: string): string {
  const url = `${WORK.runs}${id}/files/`;
  return refId === undefined ? url : `${url}?${new URLSearchParams({ task: refId })}`;
}

/** URL of a file of a run. */
export function attachmentUrl(runId: string, attachmentId: string): string {
  return `/api/work/runs/${runId}/attachments/${attachmentId}`;
}

/**
 * Name of what is asked by name when a run is planned or started, in its form and in its address:
 * `?anchor=2026-07-22&for.client=acme&input.film=Heat&link.YouTube=…`. `anchor` and `title` have
 * their own names.
 */
export function askedField(kind: 'for' | 'input' | 'link', name: string): string {
  return `${kind}.${name}`;
}

/** Output path of a workflow's executable JSON, from its type. */
export function templateFile(type: string): string {
  return `api/templates/${type}.json`;
}

/** Output path of a published JSON Schema, from its file name. */
export function schemaFile(name: string): string {
  return `api/schemas/${name}`;
}

/** Output path of a list of documents for language models. */
export function llmsFile(name: string): string {
  return `llms/${name}.txt`;
}

/** Output path of an image or attachment, from the hash of its content and its name. */
export function imageFile(hash: string, name: string): string {
  return `images/${hash}${/\.[a-z0-9]+$/i.exec(name)?.[0].toLowerCase() ?? ''}`;
}

/** Output path of a file of the portal's own look, from the hash of its content and its ending. */
export function brandFile(hash: string, ending: string): string {
  return `brand/${hash}.${ending}`;
}

/** The end of a URL that leads to a fragment; nothing without one. */
export function hashOf(fragment: string | undefined): string {
  return fragment === undefined ? '' : `#${encodeURIComponent(fragment)}`;
}

/** Fragment of a step: by its name, or by its ordinal where it has none. */
export function stepAnchor(nameOrOrdinal: string | number): string {
  return `step-${nameOrOrdinal}`;
}

/** Name or ordinal of the step that a fragment names; undefined for other fragments. */
export function stepOf(anchor: string): string | undefined {
  return /^step-(.*)$/.exec(anchor)?.[1];
}

/** Fragment of a task on the page of its workflow. */
export function taskAnchor(refId: string): string {
  return `task-${refId}`;
}

/** The task that a fragment names; undefined for other fragments. */
export function taskOf(anchor: string): string | undefined {
  return /^task-(.+)$/.exec(anchor)?.[1];
}

/** Fragment of a phase on the page of its workflow. */
export function phaseAnchor(id: string): string {
  return `phase-${id}`;
}

/** Fragment of a folder's part of its domain's page; empty for the domain's own documents. */
export function folderAnchor(folders: readonly string[]): string {
  return folders
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
}
