/** The workflows of a project on disk, for commands that need no portal. */
import type { Outline } from '../registry/outline/outline.ts';
import type { Registry } from '../registry/registry.ts';
import { checkSources } from '../rules/check-sources.ts';
import { type CompiledTemplate, compileTemplates } from '../workflow/compile/compile-templates.ts';
import type { Project } from './open-project.ts';

export interface ProjectTemplates {
  readonly registry: Registry;
  readonly outline: Outline;
  /** By type. */
  readonly templates: readonly CompiledTemplate[];
  /** Paths of documents whose workflow has errors, and was left out. */
  readonly broken: readonly string[];
}

/** @param today `YYYY-MM-DD`; only findings that depend on the day use it. */
export function readTemplates(
  { sources, config }: Pick<Project, 'sources' | 'config'>,
  today: string,
): ProjectTemplates {
  const { registry, outline, diagnostics } = checkSources({ sources, today, config });
  const templates = compileTemplates(registry, diagnostics);
  const compiled = new Set(templates.map(({ document }) => document.path));
  const broken = registry.templates().filter(({ path }) => !compiled.has(path));
  return { registry, outline, templates, broken: broken.map(({ path }) => path) };
}
