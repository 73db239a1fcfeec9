/** Which task of a workflow waits for which, drawn from the template. */
import { frameId } from '../../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { drawDiagram } from './draw-diagram.ts';
import { toHtml } from './to-html.ts';

/** SVG; undefined when no task waits for another. */
export function dependencyPicture({ taskDefinitions, name }: WorkflowTemplate): string | undefined {
  const edges = taskDefinitions.flatMap(({ refId, dependsOn = [] }) =>
    dependsOn.map((before) => ({ before, refId })),
  );
  if (edges.length === 0) return undefined;
  const drawn = new Set(edges.flatMap(({ before, refId }) => [before, refId]));
  const tasks = taskDefinitions.filter(({ refId }) => drawn.has(refId));
  const idOf = new Map(tasks.map(({ refId }, index) => [refId, `t${index}`]));
  const source = [
    'graph TD',
    ...tasks.map(({ refId, description }) => `${idOf.get(refId)}["${wordsOf(description)}"]`),
    ...edges.map(({ before, refId }) => `${idOf.get(before)} --> ${idOf.get(refId)}`),
  ].join('\n');
  const drawing = drawDiagram(source, {
    name: `Which task of ${name} waits for which`,
    idPrefix: frameId('dependencies'),
  });
  if (drawing.kind === 'failed') return undefined;
  return toHtml({ type: 'root', children: [drawing.svg] });
}

const MAX_LENGTH = 44;

/** Without what Mermaid would read as its own. */
function wordsOf(description: string): string {
  const words = description
    .replaceAll(/["[\]()<>|#;&`\n]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words.length > MAX_LENGTH ? `${words.slice(0, MAX_LENGTH - 1).trimEnd()}…` : words;
}
