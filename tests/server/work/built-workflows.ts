/** The files of a build that the workspace reads, for workflows of a test. */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';

export function builtWorkflows(
  templates: readonly WorkflowTemplate[],
): Readonly<Record<string, string>> {
  const index = {
    schemaVersion: 1,
    templates: templates.map((template) => {
      const { type, templateId, name, contentHash, triggerType } = template;
      return {
        type,
        templateId,
        name,
        file: `${type}.json`,
        contentHash,
        tasks: template.taskDefinitions.length,
        trigger: triggerType,
        url: `/docs/${templateId}/`,
      };
    }),
  };
  const files = templates.map((template) => [
    `api/templates/${template.type}.json`,
    JSON.stringify(template),
  ]);
  return {
    'api/templates/index.json': JSON.stringify(index),
    ...Object.fromEntries(files),
    'work/index.html': '<h1>Today</h1>',
    'build.json': '{}',
    '404.html': 'Not here',
    'index.html': 'Home',
  };
}
