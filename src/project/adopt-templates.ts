/**
 * The JSON templates of a work engine, as documents beside them. The originals stay; a workflow
 * that has its document already is left alone.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { parseDocument } from '../documents/document.ts';
import { readableId } from '../registry/identity.ts';
import type { Registry } from '../registry/registry.ts';
import { MAX_DOCUMENT_BYTES } from '../source/read-sources.ts';
import { type ImportedTemplate, importTemplate } from '../workflow/import/import-template.ts';
import type { FileEdit } from './file-edits.ts';
import { parseJson } from './json-file.ts';
import { LEDGER_NAME, readLedger } from './ledger-file.ts';

export interface JsonSource {
  /** Place on this machine. */
  readonly file: string;
  readonly read: () => Uint8Array;
}

export type TemplateAdoption =
  | {
      readonly kind: 'adopted';
      readonly edit: FileEdit;
      readonly id: string;
      readonly review: readonly string[];
    }
  /** Its workflow has a document. */
  | { readonly kind: 'done'; readonly document: string }
  /** Not meant as a template. */
  | { readonly kind: 'left'; readonly reason: string }
  /** Meant as one, and wrong. */
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

export interface TemplateTarget {
  readonly root: string;
  readonly registry: Registry;
  readonly display: (path: string) => string;
  /** A folder or a Markdown file to write to; next to the JSON without it. */
  readonly out: string | undefined;
}

export function adoptTemplates(
  sources: readonly JsonSource[],
  target: TemplateTarget,
): ReadonlyMap<JsonSource, TemplateAdoption> {
  const written = new Map<string, string>();
  const ids = new Set<string>();
  return new Map(
    sources.map((source) => {
      const imported = readTemplate(source);
      if (imported.kind !== 'imported') return [source, imported] as const;
      const adoption = place(source, imported, target, { written, ids });
      if (adoption.kind === 'adopted') {
        written.set(imported.type, target.display(source.file));
        ids.add(adoption.id);
      }
      return [source, adoption] as const;
    }),
  );
}

type Failed = Extract<TemplateAdoption, { kind: 'left' | 'refused' }>;

function readTemplate(source: JsonSource): ImportedTemplate | Failed {
  const bytes = source.read();
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    return refused(
      `It has ${bytes.length} bytes, and at most ${MAX_DOCUMENT_BYTES} are read — split it.`,
    );
  }
  const text = decode(bytes);
  if (text === undefined) return refused('It is not UTF-8 — save it as UTF-8.');
  const json = parseJson(text);
  if (!json.success) return refused(`It is not JSON: ${json.reason}.`);
  const imported = importTemplate(json.value, basename(source.file));
  return imported.kind === 'no-template' ? { kind: 'left', reason: imported.reason } : imported;
}

/** What earlier files of the same run have taken. */
interface Taken {
  /** Type of a workflow → the file it is in. */
  readonly written: ReadonlyMap<string, string>;
  readonly ids: ReadonlySet<string>;
}

function place(
  source: JsonSource,
  { type, id: ownId, write, review }: ImportedTemplate,
  { registry, root, display, out }: TemplateTarget,
  { written, ids }: Taken,
): TemplateAdoption {
  const owner = registry.templates().find(({ frontmatter }) => frontmatter.template?.type === type);
  if (owner) return { kind: 'done', document: display(join(root, owner.path)) };
  const other = written.get(type);
  if (other !== undefined) {
    return refused(`\`type\` is \`${type}\`, as that of ${other} is — give each workflow its own.`);
  }
  const file = placeOf(source, type, out);
  const name = display(file);
  if (existsSync(file)) {
    return { kind: 'left', reason: `${name} is there already — name another place with --out` };
  }
  const retired = readLedger(root)?.retired ?? {};
  const names = [ownId, idAt(relative(root, file), write)].filter((each) => each !== undefined);
  const id = names.find(
    (each) =>
      !ids.has(each) &&
      registry.resolve(each, '').kind === 'unknown' &&
      !Object.hasOwn(retired, each),
  );
  if (id === undefined) {
    return refused(
      `Its id would be \`${names[0]}\`, which is taken or retired in ${LEDGER_NAME} — name another place with --out.`,
    );
  }
  const after = write(id);
  if (Buffer.byteLength(after) > MAX_DOCUMENT_BYTES) {
    return refused(`Its document would have more than ${MAX_DOCUMENT_BYTES} bytes — split it.`);
  }
  return { kind: 'adopted', edit: { file, name, before: undefined, after }, id, review };
}

function refused(reason: string): Extract<TemplateAdoption, { kind: 'refused' }> {
  return { kind: 'refused', reasons: [reason] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function placeOf({ file }: JsonSource, type: string, out: string | undefined): string {
  if (out !== undefined && /^\.mdx?$/i.test(extname(out))) return out;
  return join(out ?? dirname(file), `${type}.md`);
}

/** The id that `new` would give a document at this place. */
function idAt(path: string, write: (id: string) => string): string | undefined {
  const isOutside = path.split(sep)[0] === '..';
  const inRoot = isOutside ? basename(path) : path.split(sep).join('/');
  const parsed = parseDocument({ path: inRoot, text: write('task-template.new') });
  return parsed.kind === 'document' ? readableId(parsed) : undefined;
}
