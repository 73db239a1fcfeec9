/** What a command works on: a content folder, and the files that lie beside it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CONFIG_NAME, type PortalConfig } from '../../schemas/config.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { readSources } from '../source/read-sources.ts';
import type { Sources } from '../source/source-file.ts';
import { readConfig } from './configuration.ts';
import { describeEmpty, describeMissing } from './missing-content.ts';

export interface Project {
  /** The content folder as the person would type it, with `/`. */
  readonly content: string;
  readonly root: string;
  readonly config: PortalConfig;
  readonly sources: Sources;
  /** Where builds keep what they can do without; nothing is there until one needs it. */
  readonly cache: string;
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
  /** What a person types to name another folder. */
  readonly nameFolder?: (folder: string) => string;
}

/** Of the folder one works in; the data of the server lie there, too, unless it is told another. */
const WORK_FOLDER = '.opsbook';

/** @throws UserError when there is nothing to work on, or the configuration is wrong. */
export function openProject(
  content: string,
  { cwd, name = content, mayBeEmpty = false, nameFolder = nameByOption }: OpenOptions,
): Project {
  const root = resolve(cwd, content);
  const display = (path: string) => displayPath(path, cwd);
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new UserError(describeMissing(name, { cwd, nameFolder }));
  }
  const sources = readSources(root);
  if (!mayBeEmpty && sources.files.length === 0 && sources.problems.length === 0) {
    throw new UserError(describeEmpty(name, { cwd, nameFolder }));
  }
  const configFile = besideContent(root, CONFIG_NAME);
  const config = readConfig(configFile, display(configFile));
  const cache = join(cwd, WORK_FOLDER, 'cache');
  return { content: display(root), root, config, sources, cache, display };
}

function nameByOption(folder: string): string {
  return `--content ${folder}`;
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
