/**
 * Where a project may already keep its Markdown: a vault of Obsidian, what MkDocs reads, or a
 * folder with one of the usual names.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFolders, readSources } from './read-sources.ts';

/** Where people keep Markdown who have not heard of `content`. */
export const USUAL_FOLDERS = ['docs', 'doc', 'documentation', 'handbook', 'wiki'];
const VAULT = '.obsidian';

/** Folders of the project that hold Markdown, the likeliest first, as paths below it. */
export function findContentFolders(project: string): string[] {
  const vaults = listFolders(project).filter((name) => isVault(join(project, name)));
  const names = new Set([...mkDocsFolder(project), ...vaults.sort(), 'content', ...USUAL_FOLDERS]);
  return [...names].filter((name) => countDocuments(join(project, name)) > 0);
}

/** Whether the folder is a vault of Obsidian, whose documents lie at its top. */
export function isVault(folder: string): boolean {
  return isFolder(join(folder, VAULT));
}

/** How many documents the folder holds; none when it is no folder. */
export function countDocuments(folder: string): number {
  return isFolder(folder) ? readSources(folder).files.length : 0;
}

function mkDocsFolder(project: string): string[] {
  const file = join(project, 'mkdocs.yml');
  if (!existsSync(file)) return [];
  // Its YAML has tags of Python; this one key is a plain text.
  const [, name] = /^docs_dir:[ \t]*["']?([^"'#\r\n]+)/m.exec(readFileSync(file, 'utf8')) ?? [];
  return name === undefined ? [] : [name.trim().replaceAll(/^\.\/|\/$/g, '')];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
