/**
 * The fingerprint of what a template means. Two templates with one hash ask for the same
 * work: addresses may change and instructions may be rewritten without touching it, any
 * date, proof or wording of a task may not. Node only.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';

/** A template that may not have its hash yet; one it has is ignored. */
type HashedContent = Omit<WorkflowTemplate, 'contentHash'> & {
  readonly contentHash?: string;
};

/**
 * `sha256:<hex>` over the UTF-8 bytes of the canonical JSON (RFC 8785: sorted keys, ECMAScript
 * numbers) without `contentHash`, the tasks' `instruction` and `instructionsUrl`, and the `url`
 * of references. Throws for text that is not well-formed Unicode, as RFC 8785 asks.
 */
export function hashContent(template: HashedContent): string {
  const { contentHash: _ignored, references, taskDefinitions, ...rest } = template;
  const content = canonicalize({
    ...rest,
    references: references.map(({ url: _url, ...reference }) => reference),
    taskDefinitions: taskDefinitions.map(
      ({ instruction: _instruction, instructionsUrl: _instructionsUrl, ...task }) => task,
    ),
  });
  if (content === undefined) throw new TypeError('A template without JSON form has no hash.');
  return `sha256:${createHash('sha256').update(content, 'utf8').digest('hex')}`;
}
