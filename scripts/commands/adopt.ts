/** `opsbook adopt`: brings plain Markdown under the contract, and says what it guessed. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Command } from 'commander';
import { count } from '../../src/diagnostics/wording.ts';
import { type Adoption, adoptDocument, canBeRenamed } from '../../src/documents/adopt-document.ts';
import { changeContent, type PathEdit } from '../../src/project/content-change.ts';
import { openProject } from '../../src/project/open-project.ts';
import { readableId } from '../../src/registry/identity.ts';
import type { Document } from '../../src/registry/known-document.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { sayFinished } from '../terminal/say-finished.ts';
import type { CommandContext, Terminal } from '../terminal/terminal.ts';

interface AdoptOptions {
  readonly content: string;
  readonly dryRun?: true;
}

export const adoptCommand = (context: CommandContext) =>
  new Command('adopt')
    .description('give plain Markdown documents id, title, doc_type and summary')
    .argument('<dir>', 'content folder, or a folder of the content folder')
    .option('--content <dir>', 'content folder', 'content')
    .option('--dry-run', 'say what would be added, and change nothing')
    .action((folder: string, options: AdoptOptions) => adopt(folder, options, context));

function adopt(folder: string, { content, dryRun }: AdoptOptions, terminal: Terminal): void {
  const { stdout, stderr, cwd } = terminal;
  const inContent = pathBelow(resolve(cwd, content), resolve(cwd, folder));
  const contentRoot = inContent === undefined ? folder : content;
  if (!dryRun) sayFinished(resolve(cwd, contentRoot), stderr);
  const { root, sources } = openProject(contentRoot, terminal);
  const { registry } = loadRegistry(sources);
  const isMeant = ({ path }: { readonly path: string }) =>
    !inContent || path.startsWith(`${inContent}/`);
  const plain = registry.documents.filter((document) => !document.strict && isMeant(document));
  const unread = registry.unreadable.filter(isMeant);
  const ids = readableIds(registry, plain);
  const adoptions = new Map(
    plain.map((document) => {
      const { id: former } = document;
      return [document, adoptDocument(document, { id: ids.get(document) ?? former, former })];
    }),
  );
  const edits = [...adoptions].flatMap(([{ path, source }, adoption]): PathEdit[] =>
    adoption.kind === 'left'
      ? []
      : [{ path, name: path, before: source.text, after: adoption.text }],
  );
  if (!dryRun) changeContent(root, { command: `opsbook adopt ${folder}`, edits });
  for (const [{ path }, adoption] of adoptions) stdout.write(describe(path, adoption));
  for (const { path } of unread) {
    stdout.write(`${path}: left, for it cannot be read — see \`opsbook validate\`\n`);
  }
  const left = plain.length - edits.length + unread.length;
  stderr.write(
    `${dryRun ? 'Would adopt' : 'Adopted'} ${count(edits.length, 'document')}, left ${left}.\n`,
  );
}

/** Ids as `new` makes them, for documents whose present one reads worse; nobody's twice. */
function readableIds(
  registry: Registry,
  documents: readonly Document[],
): ReadonlyMap<Document, string> {
  const taken = new Set<string>();
  const ids = new Map<Document, string>();
  for (const document of documents) {
    const id = readableId(document);
    const isFree = !taken.has(id) && registry.resolve(id, '').kind === 'unknown';
    if (document.declaredId !== undefined || !isFree || !canBeRenamed(document)) continue;
    taken.add(id);
    ids.set(document, id);
  }
  return ids;
}

function describe(path: string, adoption: Adoption): string {
  if (adoption.kind === 'left') return `${path}: left, for ${adoption.reason}\n`;
  const lines = adoption.guesses.map(
    ({ key, value, from }) => `  ${key}: ${value.replaceAll(/\s+/g, ' ')} (from ${from})\n`,
  );
  return `${path}\n${lines.join('')}`;
}

/** `folder` relative to `root`, with `/`; undefined when it is not in it. Both are absolute. */
function pathBelow(root: string, folder: string): string | undefined {
  const path = relative(root, folder).split(sep).join('/');
  return path === '..' || path.startsWith('../') || isAbsolute(path) ? undefined : path;
}
