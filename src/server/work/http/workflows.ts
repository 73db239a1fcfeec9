/** Which workflows a run can be started of, for programs, and what a start has to say. */
import { noQuery, workflowsAnswer } from '../../../../schemas/work-api.ts';
import type { WorkServices } from '../work-services.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

export function workflowEndpoints(services: WorkServices): readonly Endpoint[] {
  const list = endpoint(
    services,
    {
      id: 'listWorkflows',
      method: 'get',
      path: '/workflows',
      summary: 'Lists the workflows that runs can be started of.',
      needs: 'see',
      query: noQuery,
      answer: { status: 200, schema: workflowsAnswer },
      problems: [],
    },
    async (c) => {
      const { templates } = await services.publication();
      const items = templates.map((template) => {
        const { type, name, emoji, triggerType, anchor, contentHash } = template;
        return {
          type,
          name,
          ...(emoji !== undefined && { emoji }),
          trigger: triggerType,
          anchor,
          inputs: template.inputs ?? [],
          forEach: template.forEach ?? [],
          links: template.bundleLinkDefinitions.map((link) => link.name),
          contentHash,
        };
      });
      return c.json({ schemaVersion: 1, items });
    },
  );
  return [list];
}
