/**
 * `opsbook` for programs: what the command line says of a content folder, as the data it publishes.
 * Whoever calls has nothing printed and nothing written.
 */
import type { Report } from '../../schemas/diagnostic.ts';
import type { RegistryJson } from '../../schemas/registry-json.ts';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import { createReport } from '../diagnostics/report.ts';
import { registryJson } from '../portal/artifacts/registry-json.ts';
import { createCheck } from '../project/check-project.ts';
import { openProject, type Project } from '../project/open-project.ts';
import { readTemplates } from '../project/project-templates.ts';
import { packageVersion } from '../source/this-package.ts';

export { UserError } from '../diagnostics/user-error.ts';
export type { RegistryJson, Report, WorkflowTemplate };

export interface ContentOptions {
  /** Folder that a relative content folder, and the paths of findings, start from. */
  readonly cwd?: string;
  /** `YYYY-MM-DD`, the day that findings are made for; the day it is in UTC without it. */
  readonly today?: string;
}

export interface Content {
  /** As `api/registry.json`. */
  readonly registry: RegistryJson;
  /** As `api/templates/<type>.json`, by type; workflows with errors are left out. */
  readonly templates: ReadonlyMap<string, WorkflowTemplate>;
}

/** The version of this package. */
export const version: string = packageVersion();

/**
 * The report of `opsbook validate --format json` on `folder`, with the configuration and the ledger
 * beside it.
 *
 * @throws UserError when there is no content, or what lies beside it cannot be read.
 */
export function check(folder: string, options: ContentOptions = {}): Report {
  const project = open(folder, options);
  const { documents, diagnostics } = createCheck(project, { today: dayOf(options) })(
    project.sources,
  );
  return createReport(project.content, documents, diagnostics);
}

/**
 * The documents and workflows of `folder`, as a portal publishes them.
 *
 * @throws UserError when there is no content, or its configuration cannot be read.
 */
export function read(folder: string, options: ContentOptions = {}): Content {
  const { registry, outline, templates } = readTemplates(open(folder, options), dayOf(options));
  return {
    registry: registryJson({ registry, outline }),
    templates: new Map(templates.map(({ template }) => [template.type, template])),
  };
}

function open(folder: string, { cwd = process.cwd() }: ContentOptions): Project {
  return openProject(folder, { cwd });
}

function dayOf({ today = new Date().toISOString().slice(0, 10) }: ContentOptions): string {
  return today;
}
