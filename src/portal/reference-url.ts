/** Where a link that a workflow carries to its runs leads. */
import { documentUrl, hashOf } from '../../schemas/addresses.ts';
import { isHttpUrl } from '../../schemas/scalars.ts';
import { hasAnchor } from '../registry/link-target.ts';
import type { Document, Registry } from '../registry/registry.ts';
import { parseReference } from '../registry/urls.ts';

/** An address, the page of a document, or nothing for what is only known elsewhere. */
export function referenceUrl(
  registry: Registry,
  from: Document,
  target: string,
): string | undefined {
  if (isHttpUrl(target)) return target;
  const resolution = registry.resolve(target, from.path);
  if (resolution.kind !== 'document') return undefined;
  const { document } = resolution;
  const { fragment } = parseReference(target);
  const isThere = fragment !== undefined && hasAnchor(document, fragment);
  return documentUrl(document) + (isThere ? hashOf(fragment) : '');
}
