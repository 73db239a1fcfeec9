/** The files of a build that is served with the workspace, for workflows of a test. */
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { smallDist } from './small-dist.ts';

export function builtWorkflows(
  templates: readonly WorkflowTemplate[],
): Readonly<Record<string, string>> {
  return { ...smallDist(templates), 'work/index.html': '<h1>Today</h1>' };
}
