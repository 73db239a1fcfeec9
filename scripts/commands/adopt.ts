/** `opsbook adopt`: brings Markdown and the templates of a work engine under the contract, and says what it guessed. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { count } from '../../src/diagnostics/wording.ts';
import { adoptDocuments, type DocumentAdoption } from '../../src/project/adopt-documents.ts';
import {
  adoptTemplates,
  type JsonSource,
  type TemplateAdoption,
} from '../../src/project/adopt-templates.ts';
import { changeContent, type PathEdit } from '../../src/project/content-change.ts';
import { type FileEdit, writeEdits } from '../../src/project/file-edits.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { openContent } from '../terminal/open-content.ts';
import { sayFinished } from '../terminal/say-finished.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export interface AdoptOptions {
  readonly content: string;
  readonly dryRun?: true;
  readonly out?: string;
}

const WRONG_CONTENT = 1;

/** Adopts what lies at the path, and says what was guessed. */
export function adopt(path: string, options: AdoptOptions, context: CommandContext): void {
  const { stdout, stderr, cwd, spell } = context;
  const { dryRun } = options;
  const { folder, isFile, target } = findPlace(path, options, cwd);
  if (!dryRun) sayFinished(resolve(cwd, folder), stderr);
  const project = openContent(folder, context, { mayBeEmpty: true });
  const { root, sources, display } = project;
  const meant = pathBelow(root, target) ?? NOWHERE;
  const { registry } = loadRegistry(sources);
  const isMeant = (each: { readonly path: string }) =>
    meant === '' || each.path === meant || each.path.startsWith(`${meant}/`);
  const documents = adoptDocuments(registry, registry.documents.filter(isMeant));
  const unread = registry.unreadable.filter(isMeant);
  const json = jsonSources(target, isFile, [...sources.assets.values()].filter(isMeant));
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  const templates = adoptTemplates(json, { root, registry, display, out });
  if (documents.size + unread.length + json.length === 0 && registry.documents.length === 0) {
    throw new UserError(
      `${path} holds no Markdown documents and no JSON templates — name another.`,
    );
  }
  const edits = [
    ...[...documents].flatMap(([{ path: name, source }, adoption]): FileEdit[] =>
      adoption.kind === 'left' || adoption.text === source.text
        ? []
        : [{ file: join(root, name), name, before: source.text, after: adoption.text }],
    ),
    ...[...templates.values()].flatMap((each) => (each.kind === 'adopted' ? each.edit : [])),
  ];
  if (!dryRun) write(edits, { root, command: `opsbook adopt ${path}` });
  for (const [{ path: name }, adoption] of documents) stdout.write(describe(name, adoption));
  for (const { path: name } of unread) {
    stdout.write(spell(`${name}: left, for it cannot be read — see \`opsbook validate\`\n`));
  }
  for (const [{ file }, adoption] of templates)
    stdout.write(describeTemplate(display(file), adoption));
  const isWrong = (each: TemplateAdoption) =>
    each.kind === 'refused' || (isFile && each.kind === 'left');
  const left =
    [...documents.values()].filter(({ kind }) => kind === 'left').length +
    unread.length +
    [...templates.values()].filter(({ kind }) => kind === 'left' || kind === 'refused').length;
  stderr.write(
    `${dryRun ? 'Would adopt' : 'Adopted'} ${count(edits.length, 'document')}, left ${left}.\n`,
  );
  if ([...templates.values()].some(isWrong)) context.exitCode = WRONG_CONTENT;
}

/** Workflows may go elsewhere with `--out`; a killed change of the content can be finished. */
function write(
  edits: readonly FileEdit[],
  { root, command }: { readonly root: string; readonly command: string },
): void {
  const inContent: PathEdit[] = [];
  const elsewhere: FileEdit[] = [];
  for (const { file, ...edit } of edits) {
    const path = pathBelow(root, file);
    if (path === undefined) elsewhere.push({ file, ...edit });
    else inContent.push({ path, ...edit });
  }
  writeEdits(elsewhere);
  changeContent(root, { command, edits: inContent });
}

interface Place {
  /** The content folder. */
  readonly folder: string;
  readonly isFile: boolean;
  /** Absolute. */
  readonly target: string;
}

/** Findings name files as the content folder has them, so that is understood as well. */
function placeOf(path: string, content: string, cwd: string): string {
  const here = resolve(cwd, path);
  const inContent = resolve(cwd, content, path);
  return !existsSync(here) && existsSync(inContent) ? inContent : here;
}

/** A path within the content folder belongs to it; elsewhere a folder is a content folder itself. */
function findPlace(path: string, { content }: AdoptOptions, cwd: string): Place {
  const target = placeOf(path, content, cwd);
  const isFile = existsSync(target) && statSync(target).isFile();
  if (isFile && !/\.(?:mdx?|json)$/i.test(target)) {
    throw new UserError(`${path} is neither Markdown nor JSON — name a file that is, or a folder.`);
  }
  const contentRoot = resolve(cwd, content);
  const inContent = pathBelow(contentRoot, target);
  // Ids are those of the content folder, wherever the JSON lies.
  const isForContent = isFile && /\.json$/i.test(target) && existsSync(contentRoot);
  const isInside = inContent !== undefined || isForContent;
  return { folder: isInside ? content : isFile ? dirname(target) : path, isFile, target };
}

/** The path of no document: a file elsewhere whose workflow is written into the content folder. */
const NOWHERE = '/';

function jsonSources(
  target: string,
  isFile: boolean,
  assets: readonly { readonly absolutePath: string; readonly read: () => Uint8Array }[],
): JsonSource[] {
  if (isFile)
    return /\.json$/i.test(target) ? [{ file: target, read: () => readFileSync(target) }] : [];
  return assets
    .filter(({ absolutePath }) => /\.json$/i.test(absolutePath))
    .map(({ absolutePath, read }) => ({ file: absolutePath, read }));
}

function describe(path: string, adoption: DocumentAdoption): string {
  if (adoption.kind === 'left') return `${path}: left, for ${adoption.reason}\n`;
  const guesses = adoption.guesses.map(
    ({ key, value, from }) => `  ${key}: ${value.replaceAll(/\s+/g, ' ')} (from ${from})\n`,
  );
  return `${path}\n${guesses.join('')}${sentences(adoption.notes)}`;
}

function describeTemplate(path: string, adoption: TemplateAdoption): string {
  switch (adoption.kind) {
    case 'adopted':
      return `${path} → ${adoption.edit.name}\n  id: ${adoption.id}\n${sentences(adoption.review)}`;
    case 'done':
      return `${path}: its workflow is in ${adoption.document}\n`;
    case 'left':
      return `${path}: left, for ${adoption.reason}\n`;
    case 'refused':
      return `${path}: not adopted:\n${sentences(adoption.reasons)}`;
  }
}

function sentences(texts: readonly string[]): string {
  return texts.map((text) => `  ${text}\n`).join('');
}

/** `path` relative to `root`, with `/`; undefined when it is not in it. Both are absolute. */
function pathBelow(root: string, path: string): string | undefined {
  const below = relative(root, path).split(sep).join('/');
  return below === '..' || below.startsWith('../') || isAbsolute(below) ? undefined : below;
}
