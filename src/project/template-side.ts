/** One side of a comparison: the templates of a file, a folder or a Git revision. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import {
  templateIndex,
  type WorkflowTemplate,
  workflowTemplate,
} from '../../schemas/workflow-template.ts';
import { UserError } from '../diagnostics/user-error.ts';
import { listing, quote } from '../diagnostics/wording.ts';
import { readJsonFile } from './json-file.ts';
import { openProject } from './open-project.ts';
import { readTemplates } from './project-templates.ts';
import { withContentOfRevision } from './revision-content.ts';

interface SideOptions {
  /** Absolute folder that names are relative to. */
  readonly cwd: string;
  /** Content folder within a revision. */
  readonly content: string;
  readonly today: string;
}

/**
 * What exists as a path is read as that, anything else as a revision.
 *
 * @throws UserError when there are no templates to be had, or only some of them.
 */
export function loadSide(name: string, options: SideOptions): WorkflowTemplate[] {
  const compile = (folder: string) => compileFolder(folder, name, options);
  const place = resolve(options.cwd, name);
  if (!existsSync(place)) return withContentOfRevision(name, options, compile);
  if (!statSync(place).isDirectory()) return [readTemplateFile(place, name, workflowTemplate)];
  return existsSync(join(place, 'index.json')) ? readPublished(place, name) : compile(place);
}

/** `api/templates/` of a build. */
function readPublished(folder: string, name: string): WorkflowTemplate[] {
  const read = <T>(file: string, schema: z.ZodType<T>) =>
    readTemplateFile(join(folder, file), join(name, file), schema);
  return read('index.json', templateIndex).templates.map(({ file }) =>
    read(file, workflowTemplate),
  );
}

function compileFolder(
  folder: string,
  name: string,
  { cwd, today }: SideOptions,
): WorkflowTemplate[] {
  const { registry, templates, broken } = readTemplates(openProject(folder, { cwd, name }), today);
  const unusable = [...broken, ...registry.unreadable.map(({ path }) => path)];
  if (unusable.length > 0) {
    throw new UserError(
      `${quote(name)} has errors in ${listing(unusable.map(quote))}, so its workflows cannot be compared. ` +
        'Correct what `opsbook validate` finds there.',
    );
  }
  return templates.map(({ template }) => template);
}

function readTemplateFile<T>(file: string, name: string, schema: z.ZodType<T>): T {
  return readJsonFile(file, { name, schema, kind: 'as `opsbook build` writes it' });
}
