/**
 * The files of the look of a portal, from the folder of its configuration: what the keys of it name,
 * checked whole, so that a build has nothing left to refuse.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { CONFIG_NAME, type PortalConfig } from '../../schemas/config.ts';
import { accentProblems } from '../brand/accents.ts';
import {
  BRAND_KEYS,
  type BrandFile,
  type BrandFiles,
  type BrandKey,
  contentProblem,
  namingProblem,
  sizeProblem,
} from '../brand/brand-files.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { quote } from '../diagnostics/wording.ts';
import { besideContent, type Project } from './open-project.ts';

/** @throws UserError with a sentence for each key that cannot be followed. */
export function readBrand({
  root,
  config,
  display,
}: Pick<Project, 'root' | 'config' | 'display'>): BrandFiles {
  const file = besideContent(root, CONFIG_NAME);
  const problems = [...dependentKeys(config), ...accentProblems(config)];
  const files: Partial<Record<BrandKey, BrandFile>> = {};
  for (const key of BRAND_KEYS) {
    const path = config[key];
    if (path === undefined) continue;
    const read = readFile(key, path, dirname(file));
    if (typeof read === 'string') problems.push(`\`${key}\` is ${quote(path)}, which ${read}.`);
    else files[key] = read;
  }
  if (problems.length === 0) return files;
  const lines = problems.map((problem) => `  ${problem}`).join('\n');
  throw new UserError(`\`${display(file)}\` is not a valid configuration:\n${lines}`);
}

/** Files whose change changes the look: whoever watches the content watches them too. */
export function brandPaths({ root, config }: Pick<Project, 'root' | 'config'>): string[] {
  const file = besideContent(root, CONFIG_NAME);
  const named = BRAND_KEYS.flatMap((key) => config[key] ?? []);
  return [file, ...named.map((path) => join(dirname(file), path))];
}

function dependentKeys({ logo, logoDark, logoSaysTitle }: PortalConfig): string[] {
  if (logo !== undefined) return [];
  const given = Object.entries({ logoDark, logoSaysTitle }).filter(([, value]) => value);
  return given.map(([key]) => `\`${key}\` stands alone — give \`logo\` as well, or remove it.`);
}

/** A clause about what is wrong, behind the name of the file. */
function readFile(key: BrandKey, path: string, folder: string): BrandFile | string {
  const misnamed = namingProblem(key, path);
  if (misnamed !== undefined) return misnamed;
  let bytes: Uint8Array;
  try {
    const place = realpathSync(join(folder, path));
    const inside = relative(realpathSync(folder), place);
    if (inside.split(sep)[0] === '..' || inside === place) {
      return 'lies outside of the folder of the configuration — put the file into it';
    }
    const found = statSync(place);
    if (!found.isFile()) return 'is no file — name one';
    const tooLarge = sizeProblem(found.size);
    if (tooLarge !== undefined) return tooLarge;
    bytes = readFileSync(place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return 'is not there — name a file by its path from the configuration';
    }
    return `cannot be read (${code ?? error}) — see to it that it can`;
  }
  const file = { path, bytes };
  return contentProblem(key, file) ?? file;
}
