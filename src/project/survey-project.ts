/** A folder that is to become a project of Opsbook: what it says already, and what it should be. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CONFIG_NAME } from '../../schemas/config.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { describeSlug, slugOf } from '../registry/slug.ts';
import { findContentFolders, isVault } from '../source/find-content.ts';
import { askGit } from '../source/git.ts';
import { readConfig } from './configuration.ts';
import { besideContent } from './open-project.ts';
import { findPackageManager, type PackageManager } from './package-manager.ts';
import { contentInScripts, dependsOn, type Manifest, readManifest } from './package-manifest.ts';

export const MANIFEST_NAME = 'package.json';
export const DEFAULT_CONTENT = 'content';
const PORTAL_PACKAGE = '@opsbook/portal';

export interface Answers {
  readonly title: string;
  /** The content folder, below the project, with `/`. */
  readonly content: string;
  readonly hasPortal: boolean;
}

export interface Survey {
  /** Absolute. */
  readonly folder: string;
  /** A path as the person would type it, with `/`. */
  readonly display: (path: string) => string;
  readonly manifest: Manifest;
  readonly manager: PackageManager;
  /** Its place below the top of a Git repository, with `/`; empty at the top. */
  readonly placeInGit: string | undefined;
  /** What an earlier run has left. */
  readonly known: Partial<Answers>;
  /** What it should be unless a person says otherwise. */
  readonly proposed: Answers;
}

export interface SurveyOptions {
  readonly display: (path: string) => string;
  /** What started this process, such as `pnpm/10.4.1 npm/? node/v22.13.0 linux x64`. */
  readonly userAgent: string | undefined;
}

/** @throws UserError when it cannot be a project. */
export function surveyProject(folder: string, { display, userAgent }: SurveyOptions): Survey {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UserError(`${display(folder)} is a file — name a folder.`);
  }
  const file = join(folder, MANIFEST_NAME);
  const manifest = readManifest(file, display(file));
  const [found = DEFAULT_CONTENT] = findContentFolders(folder);
  const known = whatIsKnown(folder, { manifest, display, found });
  if (known.content === undefined && isVault(folder)) {
    throw new UserError(
      `${display(folder)} is a vault of Obsidian, and the configuration lies beside the documents — run \`opsbook init --content ${basename(folder)}\` in the folder above it.`,
    );
  }
  return {
    folder,
    display,
    manifest,
    manager: findPackageManager(folder, manifest.value.packageManager, userAgent),
    placeInGit: findPlaceInGit(folder),
    known,
    proposed: {
      title: describeSlug(slugOf(basename(folder)) || 'handbook'),
      content: found,
      hasPortal: true,
      ...known,
    },
  };
}

function whatIsKnown(
  folder: string,
  { manifest, display, found }: Pick<Survey, 'manifest' | 'display'> & { readonly found: string },
): Partial<Answers> {
  const content = contentInScripts(manifest);
  const config = besideContent(join(folder, content ?? found), CONFIG_NAME);
  return {
    ...(existsSync(config) && { title: readConfig(config, display(config)).title }),
    ...(content !== undefined && { content, hasPortal: dependsOn(manifest, PORTAL_PACKAGE) }),
  };
}

function findPlaceInGit(folder: string, below: readonly string[] = []): string | undefined {
  if (!existsSync(folder)) return findPlaceInGit(dirname(folder), [basename(folder), ...below]);
  const prefix = askGit(folder, ['rev-parse', '--show-prefix']);
  return prefix === undefined ? undefined : `${prefix.trimEnd()}${below.join('/')}`;
}
