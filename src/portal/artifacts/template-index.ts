/** `api/templates/index.json`: which workflows there are, for engines that fetch them. */
import { documentUrl } from '../../../schemas/addresses.ts';
import type { TemplateIndex } from '../../../schemas/workflow-template.ts';
import type { CompiledTemplate } from '../../workflow/compile/compile-templates.ts';

/** In the order of `templates`. */
export function templateIndex(templates: readonly CompiledTemplate[]): TemplateIndex {
  return {
    schemaVersion: 1,
    templates: templates.map(({ document, template }) => ({
      type: template.type,
      templateId: template.templateId,
      name: template.name,
      file: `${template.type}.json`,
      contentHash: template.contentHash,
      tasks: template.taskDefinitions.length,
      trigger: template.triggerType,
      url: documentUrl(document),
    })),
  };
}
