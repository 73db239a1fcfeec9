/** A build that holds workflows and nothing else. */
import { DATA_FILES, templateFile } from '../../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';

/** Path → text. */
export function smallDist(templates: readonly WorkflowTemplate[]): Record<string, string> {
  const entries = templates.map(
    ({ type, templateId, name, contentHash, triggerType: trigger, taskDefinitions }) => ({
      ...{ type, templateId, name, contentHash, trigger },
      file: `${type}.json`,
      tasks: taskDefinitions.length,
      url: `/docs/${templateId}/`,
    }),
  );
  return {
    [DATA_FILES.templateIndex]: JSON.stringify({ schemaVersion: 1, templates: entries }),
    ...Object.fromEntries(templates.map((each) => [templateFile(each.type), JSON.stringify(each)])),
    'build.json': '{}',
  };
}
