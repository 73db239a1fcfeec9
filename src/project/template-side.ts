/** One side of a comparison: the templates of a file, a folder or a Git revision. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  templateIndex,
  type WorkflowTemplate,
  workflowTemplate,
} from '../../schemas/workflow-template.ts';
import { CommandError } from '../diagnostics/user-error.ts';
import { listing, quote } from '../diagnostics/wording.ts';
import { compilePortal } from '../portal/compile-portal.ts';
import { openProject } from './open-project.ts';
import { withContentOfRevision } from './revision-content.ts';

interface SideOptions {
  /** Content folder within a revision, relative to the working directory. */
  readonly content: string;
  readonly today: string;
}

/**
 * What exists as a path is read as that, anything else as a revision.
 *
 * @throws CommandError when there are no templates to be had, or only some of them.
 */
export function loadSide(name: string, { content, today }: SideOptions): WorkflowTemplate[] {
  if (!existsSync(name)) {
    return withContentOfRevision(name, content, (folder) => compileFolder(folder, name, today));
  }
  if (!statSync(name).isDirectory()) return [readJson(name, workflowTemplate)];
  const isPublished = existsSync(join(name, 'index.json'));
  return isPublished ? readPublished(name) : compileFolder(name, name, today);
}

/** `api/templates/` of a build. */
function readPublished(folder: string): WorkflowTemplate[] {
  const { templates } = readJson(join(folder, 'index.json'), templateIndex);
  return templates.map(({ file }) => readJson(join(folder, file), workflowTemplate));
}

function compileFolder(folder: string, name: string, today: string): WorkflowTemplate[] {
  const { sources, config } = openProject(folder, { name });
  const { registry, templates } = compilePortal({ sources, config, today });
  const compiled = new Set(templates.map(({ document }) => document.path));
  const broken = [
    ...registry.templates().filter(({ path }) => !compiled.has(path)),
    ...registry.unreadable,
  ].map(({ path }) => quote(path));
  if (broken.length > 0) {
    throw new CommandError(
      `${quote(name)} has errors in ${listing(broken)}, so its workflows cannot be compared. ` +
        'Correct what `opsbook validate` finds there.',
    );
  }
  return templates.map(({ template }) => template);
}

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${quote(file)} is not JSON: ${(error as Error).message}.`);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.length ? quote(issue.path.join('.')) : 'the file';
  throw new CommandError(
    `${quote(file)} is not as \`opsbook build\` writes it — ${place}: ${issue?.message}.`,
  );
}
