/** The JSON Schemas that others may rely on, generated from the zod schemas. */
import { z } from 'zod';
import { DATA_FILES } from './addresses.ts';
import { baseline } from './baseline.ts';
import { CONFIG_NAME, portalConfig } from './config.ts';
import { report } from './diagnostic.ts';
import { documentFrontmatter } from './document.ts';
import { ledger } from './ledger.ts';
import { plan } from './plan.ts';
import { portalJson } from './portal-json.ts';
import { registryJson } from './registry-json.ts';
import { run, runEvent } from './run.ts';
import { templateIndex, workflowTemplate } from './workflow-template.ts';

const PUBLISHED = {
  'document.schema.json': ['Frontmatter of a document', documentFrontmatter, 'input'],
  'config.schema.json': [CONFIG_NAME, portalConfig, 'input'],
  'ledger.schema.json': ['registry.lock.json', ledger, 'output'],
  'baseline.schema.json': ['Baseline of opsbook validate', baseline, 'input'],
  'portal.schema.json': [DATA_FILES.portal, portalJson, 'output'],
  'registry.schema.json': [DATA_FILES.registry, registryJson, 'output'],
  'report.schema.json': ['Report of opsbook validate', report, 'output'],
  'template-index.schema.json': [DATA_FILES.templateIndex, templateIndex, 'output'],
  'plan.schema.json': ['Dated run of a workflow', plan, 'output'],
  'run.schema.json': ['Run of a workflow', run, 'output'],
  'run-event.schema.json': ['Event of a run', runEvent, 'input'],
  'workflow-template.schema.json': ['Executable workflow template', workflowTemplate, 'output'],
} as const;

export interface PublishedSchema {
  readonly file: string;
  /** JSON Schema, draft 2020-12. */
  readonly schema: object;
}

export function publishedSchemas(): PublishedSchema[] {
  return Object.entries(PUBLISHED).map(([file, [title, schema, io]]) => ({
    file,
    schema: { title, ...z.toJSONSchema(schema, { target: 'draft-2020-12', io }) },
  }));
}
