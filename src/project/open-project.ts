/**
 * What a command works on: a content folder and the files beside it. The only place that
 * knows where the configuration lies.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type PortalConfig, portalConfig } from '../../schemas/config.ts';
import { CommandError } from '../diagnostics/user-error.ts';
import { readSources } from '../source/read-sources.ts';
import type { Sources } from '../source/source-file.ts';

/** Lies beside the content root. */
export const CONFIG_NAME = 'opsbook.config.json';

export interface Project {
  /** The content folder as the person would type it, with `/`. */
  readonly content: string;
  readonly root: string;
  readonly config: PortalConfig;
  readonly sources: Sources;
}

export interface OpenOptions {
  /** What the folder goes by in messages, where that is not its path. */
  readonly name?: string;
  /** Whether a folder without documents is one to begin in. */
  readonly mayBeEmpty?: boolean;
}

/** @throws CommandError when there is nothing to work on, or the configuration is wrong. */
export function openProject(
  content: string,
  { name = content, mayBeEmpty = false }: OpenOptions = {},
): Project {
  const root = resolve(content);
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new CommandError(`There is no content folder at ${name} — name one with --content.`);
  }
  const sources = readSources(root);
  if (!mayBeEmpty && sources.files.length === 0 && sources.problems.length === 0) {
    throw new CommandError(`${name} holds no Markdown documents — name another with --content.`);
  }
  const config = readConfig(besideContent(root, CONFIG_NAME));
  return { content: displayPath(root), root, config, sources };
}

/** A file beside the content root, e.g. the ledger. */
export function besideContent(root: string, name: string): string {
  return join(dirname(resolve(root)), name);
}

function readConfig(file: string): PortalConfig {
  if (!existsSync(file)) return portalConfig.parse({});
  const name = displayPath(file);
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${name} is not JSON: ${(error as Error).message}.`);
  }
  const result = portalConfig.safeParse(data);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`,
  );
  throw new CommandError(`${name} is not a valid configuration:\n${problems.join('\n')}`);
}

/** A path as the person would type it, with `/`. */
export function displayPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  const shown = fromHere === '' ? '.' : fromHere.startsWith('..') ? path : fromHere;
  return shown.split(sep).join('/');
}
