/** What `content/` publishes: the JSON that a work engine would fetch from the portal. */
import { join } from 'node:path';
import type { RegistryJson } from '../../schemas/registry-json.ts';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import { createArtifacts } from '../../src/portal/artifacts/artifacts.ts';
import { compilePortal } from '../../src/portal/compile-portal.ts';
import { openProject } from '../../src/project/open-project.ts';
import { compileRuntimeTemplate, readRuntimeTemplate } from '../workflow/runtime-template.ts';
import { TODAY } from './content.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** Path below `api/` → text. */
export function publishedFiles(): ReadonlyMap<string, string> {
  const project = openProject('content', { cwd: ROOT });
  const artifacts = createArtifacts(compilePortal({ ...project, today: TODAY }), 'content');
  return new Map(
    artifacts.flatMap((artifact) =>
      'content' in artifact && artifact.path.startsWith('api/') && artifact.path.endsWith('.json')
        ? [[artifact.path.slice('api/'.length), artifact.content.toString()]]
        : [],
    ),
  );
}

export function publishedRegistry(): RegistryJson {
  return JSON.parse(publishedFiles().get('registry.json') ?? '');
}

/** Open-Source Spotlight as published, and two workflows with schedules. */
export function publishedTemplates(): WorkflowTemplate[] {
  return [
    JSON.parse(publishedFiles().get('templates/oss.json') ?? ''),
    compileRuntimeTemplate(readRuntimeTemplate('newsletter')),
    compileRuntimeTemplate(readRuntimeTemplate('tax-report')),
  ];
}
