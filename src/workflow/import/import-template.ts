/**
 * A workflow in the form of an engine becomes a document, and only when nothing of it is lost:
 * the document is read, checked and compiled here, and every key and value of the original has
 * to come back, or is told to have no place.
 */
import { authoredTemplate } from '../../../schemas/task-template.ts';
import { checkAgainst, namePath, wordIssue } from '../../diagnostics/schema-issues.ts';
import { count, quote } from '../../diagnostics/wording.ts';
import { parseDocument } from '../../documents/document.ts';
import { writeYaml } from '../../documents/frontmatter.ts';
import { describeSlug } from '../../registry/slug.ts';
import { compileTemplate } from '../compile/compile-template.ts';
import { scheduleProblem } from '../schedule/cron.ts';
import {
  type AuthoredForm,
  asMapping,
  authorRuntimeTemplate,
  COMPILED_KEYS,
  isBlank,
  isSame,
  type Mapping,
  type Path,
} from './runtime-template.ts';

export interface ImportedTemplate {
  readonly kind: 'imported';
  /** Unique name of the workflow. */
  readonly type: string;
  readonly title: string;
  /** Id of its document, where the original tells. */
  readonly id?: string;
  /** Whole text of the document but for its id. */
  readonly write: (id: string) => string;
  /** What a person has to look at, as sentences. */
  readonly review: readonly string[];
}

export type TemplateImport =
  | ImportedTemplate
  /** Made for something else. */
  | { readonly kind: 'no-template'; readonly reason: string }
  /** Meant as a template, and wrong; every reason is a sentence that names its place. */
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Deeper values are damage, and would be read by functions that call themselves. */
const MAX_DEPTH = 50;
/** More sentences than these about one file help nobody. */
const MAX_REASONS = 10;

/** @param name of the JSON file, as the document names it. */
export function importTemplate(json: unknown, name: string): TemplateImport {
  const runtime = asMapping(json);
  if (runtime?.taskDefinitions === undefined) {
    return {
      kind: 'no-template',
      reason: 'it is no template of a workflow: a template is a mapping with `taskDefinitions`',
    };
  }
  const damage = damageOf(runtime);
  if (damage !== undefined) return refuse([damage]);
  const form = authorRuntimeTemplate(runtime);
  const title = form.title ?? (typeof runtime.type === 'string' ? describeSlug(runtime.type) : '');
  const reasons = [...(typeof title === 'string' ? [] : [wrongName(title)]), ...issuesOf(form)];
  if (reasons.length > 0 || typeof title !== 'string') return refuse(reasons);
  const write = (id: string) => documentText(id, title, form, name);
  const id = idOf(runtime);
  const lost = lostOf(runtime, form, write(id ?? 'task-template.imported'));
  if (lost.length > 0) return refuse(lost);
  return {
    kind: 'imported',
    type: String(form.template.type),
    title,
    ...(id !== undefined && { id }),
    write,
    review: reviewOf(form),
  };
}

function refuse(reasons: readonly string[]): TemplateImport {
  const rest = reasons.length - MAX_REASONS;
  const more =
    rest > 0 ? [`There ${rest === 1 ? 'is' : 'are'} ${count(rest, 'reason')} more.`] : [];
  return { kind: 'refused', reasons: [...reasons.slice(0, MAX_REASONS), ...more] };
}

function wrongName(name: unknown): string {
  return `\`name\` is ${quote(name)} — write a text.`;
}

/** What no document can hold, found without recursion. */
function damageOf(runtime: Mapping): string | undefined {
  const pending: { value: unknown; path: Path }[] = [{ value: runtime, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && !value.isWellFormed()) {
      return `\`${namePath(path)}\` has half a character in it — write the text again.`;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (path.length === MAX_DEPTH) {
      return `\`${namePath(path.slice(0, 3))}\` is nested more than ${MAX_DEPTH} levels deep — make it flatter.`;
    }
    const isList = Array.isArray(value);
    for (const [key, each] of Object.entries(value)) {
      pending.push({ value: each, path: [...path, isList ? Number(key) : key] });
    }
  }
  return undefined;
}

/** Keys of ours by the names an engine has for them. */
const ENGINE_KEYS = new Map<string, string>([
  ['tasks', 'taskDefinitions'],
  ['assignee', 'assigneeId'],
  ['defaultAssignee', 'defaultAssigneeId'],
  ['trigger.type', 'triggerType'],
  ['trigger.schedule', 'triggerSchedule'],
  ['trigger.leadDays', 'triggerLeadDays'],
  ['trigger.timeZone', 'triggerTimeZone'],
  ['trigger.enabled', 'triggerEnabled'],
]);

function enginePath(path: Path): Path {
  const [first, second, ...rest] = path;
  const trigger = first === 'trigger' ? ENGINE_KEYS.get(`trigger.${second}`) : undefined;
  if (trigger !== undefined) return [trigger, ...rest];
  if (first === 'trigger') return ['triggerType'];
  return path.map((step) => ENGINE_KEYS.get(String(step)) ?? step);
}

function issuesOf({ template }: AuthoredForm): string[] {
  const checked = checkAgainst(authoredTemplate, template);
  const wrong = checked.issues.map(
    (issue) => wordIssue(issue, `\`${namePath(enginePath(issue.path))}\``).message,
  );
  return [...wrong, ...duplicatesOf(template)];
}

function duplicatesOf({ tasks }: Mapping): string[] {
  const first = new Map<unknown, number>();
  return (Array.isArray(tasks) ? tasks : []).flatMap((task, index) => {
    const refId = asMapping(task)?.refId;
    const other = first.get(refId);
    if (other === undefined) first.set(refId, index);
    if (other === undefined || refId === undefined) return [];
    return [
      `\`taskDefinitions[${index}].refId\` is ${quote(refId)}, as \`taskDefinitions[${other}].refId\` is — give each task its own.`,
    ];
  });
}

/** Published templates name their document; engines often name it among the sources. */
function idOf({ templateId, sourceDocIds, type }: Mapping): string | undefined {
  const isOwn = (id: unknown): id is string =>
    typeof id === 'string' && /^task-template\.[a-z0-9._-]+$/.test(id);
  if (isOwn(templateId)) return templateId;
  const sources = Array.isArray(sourceDocIds) ? sourceDocIds : [];
  return sources.find((id) => isOwn(id) && id.endsWith(`.${type}`));
}

function documentText(id: string, title: string, form: AuthoredForm, name: string): string {
  const frontmatter = writeYaml({
    id,
    title,
    doc_type: 'task-template',
    source: name,
    status: 'draft',
    schema_version: 1,
    template: form.template,
  });
  const body = 'When this workflow is started, by whom, and what it leaves behind.\n';
  return `---\n${frontmatter}---\n\n${body}${notCarriedOver(form)}`;
}

function notCarriedOver({ leftOut }: AuthoredForm): string {
  if (leftOut.length === 0) return '';
  const values = Object.fromEntries(leftOut.map(({ path, value }) => [namePath(path), value]));
  const json = JSON.stringify(values, undefined, 2);
  return `\n## Not carried over\n\nA template has no place for these values:\n\n\`\`\`json\n${json}\n\`\`\`\n`;
}

function reviewOf({ leftOut, review, template }: AuthoredForm): string[] {
  const { schedule } = asMapping(template.trigger) ?? {};
  const problem = typeof schedule === 'string' ? scheduleProblem(schedule) : undefined;
  return [
    ...review,
    ...(problem ? [`\`trigger.schedule\` ${problem.message}`] : []),
    ...leftOut.map(
      ({ path, value }) =>
        `\`${namePath(path)}\` has no place in a template: ${quote(value)} — it is kept below “Not carried over”.`,
    ),
  ];
}

/** Each place whose value the compiled document does not give back. */
function lostOf(runtime: Mapping, form: AuthoredForm, text: string): string[] {
  const document = parseDocument({ path: 'imported.md', text });
  const read = document.kind === 'document' ? document.frontmatter.template : undefined;
  if (!read || document.problems.length > 0) {
    return ['It cannot be written as a document — write the workflow by hand.'];
  }
  const compiled = compileTemplate({
    templateId: '',
    name: document.kind === 'document' ? document.title : '',
    template: read,
    resolveDocument: (reference) => reference,
    resolveInstruction: (docId) => ({ docId, title: '', url: '' }),
  });
  const told = new Set(form.leftOut.map(({ path }) => namePath(path)));
  const lost: string[] = [];
  const compare = (value: unknown, found: unknown, path: Path): void => {
    const place = namePath(path);
    if (isBlank(value) || isSame(value, found) || told.has(place)) return;
    if (isDerived(path) || (Array.isArray(value) && value.length === 0)) return;
    if (path.at(-1) === 'instructionStepId' && String(value) === found) return;
    const inside = [value, found].every((each) => typeof each === 'object' && each !== null);
    if (!inside || Array.isArray(value) !== Array.isArray(found)) {
      lost.push(
        `\`${place}\` is ${quote(value)} and would become ${quote(found)} — correct it first.`,
      );
      return;
    }
    for (const [key, each] of Object.entries(value as object)) {
      const step = Array.isArray(value) ? Number(key) : key;
      compare(each, (found as Record<string, unknown>)[key], [...path, step]);
    }
  };
  compare({ ...runtime, name: isBlank(runtime.name) ? undefined : runtime.name }, compiled, []);
  return lost;
}

/** Made anew by the compiler, from the document as it then is. */
function isDerived(path: Path): boolean {
  const key = path.at(-1);
  if (path.length === 1) return COMPILED_KEYS.some((each) => each === key);
  return path.length === 3 && path[0] === 'taskDefinitions' && key === 'instruction';
}
