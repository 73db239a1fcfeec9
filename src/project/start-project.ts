/**
 * What makes a folder a project of Opsbook: the files it lacks, and what a person has to know about
 * those that are there already. None of them is overwritten; package.json is added to.
 */
import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { CONFIG_NAME } from '../../schemas/config.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { listing } from '../diagnostics/wording.ts';
import { loadRegistry } from '../registry/load-registry.ts';
import { slugOf } from '../registry/slug.ts';
import { normalizePath } from '../registry/urls.ts';
import { readSources } from '../source/read-sources.ts';
import { type FileEdit, textOf } from './file-edits.ts';
import { parseJson } from './json-file.ts';
import { ledgerUpdate, readLedger } from './ledger-file.ts';
import { besideContent } from './open-project.ts';
import { commandsOf } from './package-manager.ts';
import { type Additions, addToManifest } from './package-manifest.ts';
import {
  fillIn,
  PNPM_FILE,
  PROJECT_FILES,
  SAMPLE_DOCUMENTS,
  SAMPLE_FILES,
  type StarterFile,
} from './starter-files.ts';
import { type Answers, DEFAULT_CONTENT, MANIFEST_NAME, type Survey } from './survey-project.ts';

const GIT_IGNORE = '.gitignore';
const WORKFLOW = '.github/workflows/opsbook.yml';

export interface Start {
  /** In the order in which they are to be written: with the last one, all is there. */
  readonly edits: readonly FileEdit[];
  /** Sentences. */
  readonly remarks: readonly string[];
  /** Documents that were there; without any, some to begin with are among the edits. */
  readonly ownDocuments: number;
  /** The content folder, as a shell takes it. */
  readonly content: string;
}

/**
 * @param version of this package: the project is to have the same
 * @throws UserError when the content folder cannot be that.
 */
export function startProject(survey: Survey, answers: Answers, version: string): Start {
  const { folder, display } = survey;
  const root = join(folder, contentPath(answers.content, survey));
  const content = relative(folder, root).split(sep).join('/');
  const ownDocuments = countOwnDocuments(root);
  const values = valuesOf(survey, { ...answers, content }, version);
  const kind = answers.hasPortal ? 'portal' : 'checks';
  const places = { content: root, beside: dirname(root), project: folder };
  const readme: StarterFile = { template: `${kind}/README.md`, in: 'project', path: 'README.md' };
  const remarks: string[] = [];
  const kept: string[] = [];
  const missing = (files: readonly StarterFile[]): FileEdit[] =>
    files.flatMap(({ template, path, ...each }) => {
      const file = join(places[each.in], path);
      const after = fillIn(template, values);
      if (!isThere(file)) {
        return [{ file, name: display(file), before: undefined, after }];
      }
      if (path === GIT_IGNORE) remarks.push(...remarkOnIgnored(file, after, display));
      else if (!isFileOf(file, after)) kept.push(display(file));
      return [];
    });
  const edits = [
    ...missing([
      ...(ownDocuments === 0 ? [...SAMPLE_DOCUMENTS, ...SAMPLE_FILES, readme] : []),
      ...PROJECT_FILES,
      ...(survey.manager.name === 'pnpm' && answers.hasPortal ? [PNPM_FILE] : []),
    ]),
    ...(ownDocuments > 0 ? missingLedger(root, display) : []),
    ...addedToManifest(survey, fillIn(`${kind}/manifest.json`, values), remarks),
    ...missing([{ template: `common/${CONFIG_NAME}`, in: 'beside', path: CONFIG_NAME }]),
  ];
  if (kept.length > 0) {
    const names = kept.map((name) => `\`${name}\``);
    const verb = kept.length === 1 ? 'is there already and stays' : 'are there already and stay';
    remarks.unshift(`${listing(names)} ${verb} as before.`);
  }
  if (edits.some(({ file }) => file === join(folder, WORKFLOW))) {
    remarks.push(...remarkOnRepository(survey));
  }
  return { edits, remarks, ownDocuments, content: inShell(content) };
}

/** @throws UserError when it is not a folder below the project, or could not be told to a shell. */
function contentPath(typed: string, { display, folder }: Survey): string {
  const path = typed.startsWith('/') ? undefined : normalizePath(typed.replaceAll('\\', '/'));
  const file = path === undefined ? folder : join(folder, path);
  if (existsSync(file) && !statSync(file).isDirectory()) {
    throw new UserError(`${display(join(folder, typed))} is a file — name a folder.`);
  }
  const isName = (name: string) => /^[\p{L}\p{N}_][\p{L}\p{M}\p{N} ._-]*$/u.test(name);
  if (path?.split('/').every(isName)) return path;
  throw new UserError(
    `\`${typed}\` cannot be the content folder — name one below the project, such as docs, of letters, digits, blanks, \`.\`, \`_\` and \`-\`.`,
  );
}

/** Without those that an earlier run, killed before it came to the configuration, has begun with. */
function countOwnDocuments(root: string): number {
  if (!existsSync(root)) return 0;
  const { files } = readSources(root);
  if (isThere(besideContent(root, CONFIG_NAME))) return files.length;
  const samples = new Set(SAMPLE_DOCUMENTS.map(({ path }) => path));
  return files.every(({ path }) => samples.has(path)) ? 0 : files.length;
}

function inShell(path: string): string {
  return path.includes(' ') ? `"${path}"` : path;
}

/** What the starter files are filled in with. */
function valuesOf(
  { folder, manager }: Survey,
  { title, content }: Answers,
  version: string,
): ReadonlyMap<string, string> {
  const { run, start, exec, install, installLocked, add } = commandsOf(manager);
  const depth = content.split('/').length - 1;
  return new Map([
    ['title', title],
    ['name', slugOf(relative(dirname(folder), folder)) || 'handbook'],
    ['version', version],
    ['content', content],
    ['folder', content === DEFAULT_CONTENT ? '' : ` ${inShell(content)}`],
    ['option', content === DEFAULT_CONTENT ? '' : ` --content ${inShell(content)}`],
    ['beside', content.slice(0, content.lastIndexOf('/') + 1)],
    ['up', depth === 0 ? './' : '../'.repeat(depth)],
    ['run', run],
    ['exec', exec],
    ['start', start],
    ['install', install],
    ['install-locked', installLocked],
    ['add', add],
  ]);
}

/** A link that leads nowhere is there, too. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file) !== undefined;
  } catch {
    return false;
  }
}

function isFileOf(file: string, text: string): boolean {
  return lstatSync(file).isFile() && textOf(file) === text;
}

function addedToManifest(
  { manifest, folder, display }: Survey,
  template: string,
  remarks: string[],
): FileEdit[] {
  const file = join(folder, MANIFEST_NAME);
  const name = display(file);
  const { text: before } = manifest;
  if (before === undefined) return [{ file, name, before, after: template }];
  const wanted = parseJson(template);
  if (!wanted.success) throw new Error(wanted.reason);
  const { text: after, taken } = addToManifest(manifest, wanted.value as Additions);
  if (taken.length > 0) {
    const names = listing(taken.map((script) => `\`${script}\``));
    const [noun, verb] = taken.length === 1 ? ['script', 'stays'] : ['scripts', 'stay'];
    remarks.push(`The ${noun} ${names} of ${name} ${verb} as before.`);
  }
  return after === before ? [] : [{ file, name, before, after }];
}

function remarkOnIgnored(file: string, wanted: string, display: Survey['display']): string[] {
  if (!lstatSync(file).isFile()) return [];
  const linesOf = (text: string) =>
    text.split(/\r?\n/).map((line) => line.trim().replaceAll(/^\/|\/$/g, ''));
  const has = new Set(linesOf(textOf(file)));
  const lacks = linesOf(wanted).filter((line) => line !== '' && !has.has(line));
  if (lacks.length === 0) return [];
  const names = listing(lacks.map((line) => `\`${line}/\``));
  return [`${display(file)} is there already — add ${names} to it, which Git is not to keep.`];
}

/** The workflow holds to it, also before anything in it is promised. */
function missingLedger(root: string, display: Survey['display']): FileEdit[] {
  const { registry } = loadRegistry(readSources(root));
  const edit = readLedger(root) ? undefined : ledgerUpdate({ root, display }, registry);
  return edit ? [edit] : [];
}

/** GitHub reads the workflows at the top of a repository alone. */
function remarkOnRepository({ placeInGit, folder, display }: Survey): string[] {
  if (!placeInGit) return [];
  const place = placeInGit.replace(/\/$/, '');
  return [
    `GitHub reads workflows at the top of a repository alone — move ${display(join(folder, WORKFLOW))} up there, to the same place in it, and give its \`run\` steps \`working-directory: ${place}\`.`,
  ];
}
