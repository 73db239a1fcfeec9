/** What a command works on: a content folder, and the files that lie beside it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CONFIG_NAME, type PortalConfig } from '../../schemas/config.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { readSources } from '../source/read-sources.ts';
import type { Sources } from '../source/source-file.ts';
import { readConfig } from './configuration.ts';

export interface Project {
  /** The content folder as the person would type it, with `/`. */
  readonly content: string;
  readonly root: string;
  readonly config: PortalConfig;
  readonly sources: Sources;
  /** A path as the person would type it, with `/`. */
  readonly display: (path: string) => string;
}

export interface OpenOptions {
  /** Folder that `content` is relative to; absolute. */
  readonly cwd: string;
  /** What the folder goes by in messages, where that is not its path. */
  readonly name?: string;
  /** Whether a folder without documents is one to begin in. */
  readonly mayBeEmpty?: boolean;
}

/** @throws UserError when there is nothing to work on, or the configuration is wrong. */
export function openProject(
  content: string,
  { cwd, name = content, mayBeEmpty = false }: OpenOptions,
): Project {
  const root = resolve(cwd, content);
  const display = (path: string) => displayPath(path, cwd);
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new UserError(`There is no content folder at ${name} — name one with --content.`);
  }
  const sources = readSources(root);
  if (!mayBeEmpty && sources.files.length === 0 && sources.problems.length === 0) {
    throw new UserError(`${name} holds no Markdown documents — name another with --content.`);
  }
  const configFile = besideContent(root, CONFIG_NAME);
  const config = readConfig(configFile, display(configFile));
  return { content: display(root), root, config, sources, display };
}

/** A file beside the content root, e.g. the ledger. */
export function besideContent(root: string, name: string): string {
  return join(dirname(root), name);
}

function displayPath(path: string, cwd: string): string {
  const fromHere = relative(cwd, path);
  const shown = fromHere === '' ? '.' : fromHere.startsWith('..') ? path : fromHere;
  return shown.split(sep).join('/');
}
