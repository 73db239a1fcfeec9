/** The places in a document's frontmatter that name other documents. */
import { isHttpUrl } from '../../schemas/scalars.ts';
import type { ParsedDocument } from '../documents/document.ts';
import type { Address } from '../documents/problem.ts';

export interface FrontmatterReference {
  /** `references` are links that runs carry: they may as well lead to nothing the content has. */
  readonly role:
    | 'related_docs'
    | 'superseded_by'
    | 'sourceDocIds'
    | 'references'
    | 'instructionDocId';
  /** As written. */
  readonly text: string;
  readonly at: Address;
  /** For an instruction: the task, and the step it points at. */
  readonly task?: { readonly refId: string; readonly index: number; readonly stepId?: string };
}

export function frontmatterReferences({ frontmatter }: ParsedDocument): FrontmatterReference[] {
  const { related_docs = [], superseded_by, template } = frontmatter;
  const inFrontmatter = (...path: (string | number)[]): Address => ({ in: 'frontmatter', path });
  return [
    ...related_docs.map((text, index) => ({
      role: 'related_docs' as const,
      text,
      at: inFrontmatter('related_docs', index),
    })),
    ...(superseded_by === undefined
      ? []
      : [
          {
            role: 'superseded_by' as const,
            text: superseded_by,
            at: inFrontmatter('superseded_by'),
          },
        ]),
    ...(template?.sourceDocIds ?? []).map((text, index) => ({
      role: 'sourceDocIds' as const,
      text,
      at: inFrontmatter('template', 'sourceDocIds', index),
    })),
    ...(template?.references ?? []).flatMap(({ url }, index) =>
      isHttpUrl(url)
        ? []
        : [
            {
              role: 'references' as const,
              text: url,
              at: inFrontmatter('template', 'references', index, 'url'),
            },
          ],
    ),
    ...(template?.tasks ?? []).flatMap(({ refId, instructionDocId, instructionStepId }, index) =>
      instructionDocId === undefined
        ? []
        : [
            {
              role: 'instructionDocId' as const,
              text: instructionDocId,
              at: inFrontmatter('template', 'tasks', index, 'instructionDocId'),
              task: {
                refId,
                index,
                ...(instructionStepId !== undefined && { stepId: instructionStepId }),
              },
            },
          ],
    ),
  ];
}
