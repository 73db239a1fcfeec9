/**
 * The files a new project begins with: `starter/` of this package, where a leading `_` stands for
 * the dot that packing would lose. `{{name}}` in them is filled in.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../source/this-package.ts';

const STARTER = join(PACKAGE_ROOT, 'starter');

export interface StarterFile {
  /** Place within `starter/`. */
  readonly template: string;
  /** Where it belongs: in the content folder, beside it, or at the top of the project. */
  readonly in: 'content' | 'beside' | 'project';
  readonly path: string;
}

/** Documents to begin with, in the content folder. */
export const SAMPLE_DOCUMENTS = [
  'office/reference/equipment.md',
  'office/sops/welcome-a-colleague.md',
  'office/templates/welcome.md',
].map((path): StarterFile => ({ template: `sample/content/${path}`, in: 'content', path }));

/** What comes with the documents to begin with. */
export const SAMPLE_FILES: readonly StarterFile[] = [
  { template: 'sample/registry.lock.json', in: 'beside', path: 'registry.lock.json' },
  { template: 'sample/_editorconfig', in: 'project', path: '.editorconfig' },
  { template: 'sample/_vscode/extensions.json', in: 'project', path: '.vscode/extensions.json' },
];

/** What every project has. */
export const PROJECT_FILES: readonly StarterFile[] = [
  { template: 'common/_gitignore', in: 'project', path: '.gitignore' },
  { template: 'common/_vscode/settings.jsonc', in: 'project', path: '.vscode/settings.json' },
  { template: 'common/_vscode/tasks.json', in: 'project', path: '.vscode/tasks.json' },
  {
    template: 'common/_github/workflows/opsbook.yml',
    in: 'project',
    path: '.github/workflows/opsbook.yml',
  },
];

/** What pnpm refuses to install the portal without: a word on each script that a package brings. */
export const PNPM_FILE: StarterFile = {
  template: 'pnpm/pnpm-workspace.yaml',
  in: 'project',
  path: 'pnpm-workspace.yaml',
};

/** The text of a starter file. Within JSON a value cannot leave its quotes. */
export function fillIn(template: string, values: ReadonlyMap<string, string>): string {
  const text = readFileSync(join(STARTER, template), 'utf8');
  return text.replaceAll(/\{\{([a-z-]+)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${template} asks for \`${name}\`.`);
    return /\.jsonc?$/.test(template) ? JSON.stringify(value).slice(1, -1) : value;
  });
}
