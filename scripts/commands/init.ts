/** `opsbook init`: makes a folder a project, with documents to begin with unless it has some. */
import { join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { count } from '../../src/diagnostics/wording.ts';
import { writeEdits } from '../../src/project/file-edits.ts';
import {
  commandsOf,
  type PackageManager,
  runningManager,
} from '../../src/project/package-manager.ts';
import { type Start, startProject } from '../../src/project/start-project.ts';
import { type Answers, type Survey, surveyProject } from '../../src/project/survey-project.ts';
import { countDocuments } from '../../src/source/find-content.ts';
import { packageVersion } from '../../src/source/this-package.ts';
import { startProgram } from '../terminal/start-program.ts';
import type { CommandContext, Terminal } from '../terminal/terminal.ts';

export interface InitOptions {
  readonly title?: string;
  readonly content?: string;
  readonly portal?: boolean;
  readonly yes?: true;
  readonly install?: boolean;
  readonly git?: boolean;
}

const INTERRUPTED = 130;
const CANNOT_RUN = 2;

export async function init(
  typed: string,
  options: InitOptions,
  context: CommandContext,
): Promise<void> {
  const { stdout, stderr, cwd, env } = context;
  const folder = resolve(cwd, typed);
  const survey = surveyProject(folder, {
    display: (path) => shownFrom(cwd, path),
    userAgent: env.npm_config_user_agent,
  });
  const answers = await findAnswers(survey, options, context);
  if (!answers) {
    stderr.write('Nothing was written.\n');
    context.exitCode = INTERRUPTED;
    return;
  }
  const start = startProject(survey, answers, packageVersion());
  writeEdits(start.edits);
  for (const { name } of start.edits) stdout.write(`${name}\n`);
  const shown = survey.display(folder);
  const place = shown === '.' ? 'this folder' : shown;
  const hasWritten = start.edits.length > 0;
  const written = `Wrote ${count(start.edits.length, 'file')} for ${answers.title} in ${place}.`;
  stderr.write(`${hasWritten ? written : `There is nothing to add: ${place} has all of it.`}\n`);
  for (const remark of start.remarks) stderr.write(`${remark}\n`);
  if (options.git && survey.placeInGit === undefined) await makeRepository(folder, context);
  const isInstalled = options.install === true && (await install(survey, context));
  if (hasWritten) stderr.write(`\nNext:\n${nextLines(survey, start, answers, isInstalled)}`);
}

/** What was given, then what is there already; the rest is asked for where somebody can answer. */
async function findAnswers(
  { folder, known, proposed }: Survey,
  { title, content, portal, yes }: InitOptions,
  { ask }: Terminal,
): Promise<Answers | undefined> {
  const given: Partial<Answers> = {
    ...known,
    ...(title !== undefined && { title: oneLine(title) }),
    ...(content !== undefined && { content }),
    ...(portal !== undefined && { hasPortal: portal }),
  };
  const documents = countDocuments(join(folder, proposed.content));
  const holds = documents === 0 ? '' : `, which holds ${count(documents, 'document')}`;
  const questions = [
    {
      key: 'title',
      text: `Name of the portal [${proposed.title}]: `,
      read: (line: string) => ({ title: oneLine(line) }),
    },
    {
      key: 'content',
      text: `Content folder [${proposed.content}${holds}]: `,
      read: (line: string) => ({ content: line }),
    },
    {
      key: 'hasPortal',
      text: 'With the portal that people sign in to [yes]: ',
      read: (line: string) => ({ hasPortal: yesOrNo(line) }),
    },
  ] as const;
  const open = yes || !ask ? [] : questions.filter(({ key }) => given[key] === undefined);
  const lines = open.length === 0 ? [] : await ask?.(open.map(({ text }) => text));
  if (!lines) return undefined;
  const typed = open.map(({ read }, index) => (lines[index] ? read(lines[index]) : {}));
  return Object.assign({}, proposed, given, ...typed);
}

function oneLine(title: string): string {
  if (/\S/.test(title) && !/\p{Cc}/u.test(title)) return title.trim();
  throw new UserError('The title of a portal is a line of text — give it one with --title.');
}

function yesOrNo(line: string): boolean {
  const [, isYes, isNo] = /^(?:(y|yes)|(n|no))$/i.exec(line) ?? [];
  if (isYes === undefined && isNo === undefined) {
    throw new UserError(`\`${line}\` is neither yes nor no — run this again.`);
  }
  return isYes !== undefined;
}

async function makeRepository(folder: string, terminal: Terminal): Promise<void> {
  if ((await startProgram(['git', 'init', '--quiet'], folder, terminal)) === 0) return;
  terminal.stderr.write('Git made no repository — install it, then run `git init`.\n');
}

/** Whether all went well. */
async function install({ folder, manager }: Survey, context: CommandContext): Promise<boolean> {
  const { install: command } = commandsOf(manager);
  context.stderr.write(`Installing with ${manager.name} …\n`);
  const code = await startProgram([...programOf(manager, context), 'install'], folder, context);
  if (code === 0) return true;
  const reason = code === undefined ? 'cannot be started' : `ended with ${code}`;
  context.stderr.write(
    `\`${command}\` ${reason}, so the packages are not installed — run it again.\n`,
  );
  context.exitCode = CANNOT_RUN;
  return false;
}

/**
 * The very one that started this process, a program of Node; else the one of that name, which
 * Windows, where it is a batch file, starts by a shell alone.
 */
function programOf({ name }: PackageManager, { env }: Terminal): [string, ...string[]] {
  const { npm_execpath: program = '', npm_node_execpath: node = 'node' } = env;
  const isSame = runningManager(env.npm_config_user_agent)?.name === name;
  return isSame && /\.c?js$/.test(program) ? [node, program] : [name];
}

/** What one does next, as lines to type. */
function nextLines(
  { folder, display, manager }: Survey,
  { ownDocuments, content }: Start,
  { hasPortal }: Answers,
  isInstalled: boolean,
): string {
  const { run, start, exec, install: command } = commandsOf(manager);
  const shown = display(folder);
  const first =
    ownDocuments > 0
      ? [`${exec} opsbook validate ${content}`, `${exec} opsbook adopt ${content}`]
      : [...(hasPortal ? [start] : []), `${run} validate`];
  const lines = [
    ...(shown === '.' ? [] : [`cd ${/\s/.test(shown) ? `"${shown}"` : shown}`]),
    ...(isInstalled ? [] : [command]),
    ...first,
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}

function shownFrom(cwd: string, path: string): string {
  const below = relative(cwd, path) || '.';
  return (below.startsWith('..') ? path : below).split(sep).join('/');
}
