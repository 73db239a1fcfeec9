/**
 * The frontmatter of a strict document (one that declares `id` and `doc_type`), and the
 * few keys that keep their meaning in a legacy document.
 */
import { z } from 'zod';
import { mapping } from './mapping.ts';
import {
  alias,
  calendarDate,
  docType,
  documentId,
  duration,
  legacyAlias,
  reference,
  slug,
  systemName,
  text,
} from './scalars.ts';
import { authoredTemplate } from './task-template.ts';

export const STATUSES = ['draft', 'active', 'deprecated'] as const;

export const documentFrontmatter = mapping({
  id: documentId.describe('Stable identity, `<doc_type>.<domain>.<…>`; unique and never reused.'),
  title: text.describe('Title shown to readers.'),
  doc_type: docType.describe('Kind of document.'),
  summary: text.optional().describe('One or two sentences for lists and search results.'),
  nav_title: text.optional().describe('Short title for the navigation; default the title.'),
  order: z
    .number({ error: 'a number' })
    .optional()
    .describe(
      'Place among its neighbours, from the smallest; of an `index.md` or `README.md` the place of ' +
        'its folder. What has none follows.',
    ),
  aliases: z
    .array(alias)
    .optional()
    .describe('Former ids or paths; they keep resolving, ids redirect in the portal.'),
  tags: z.array(slug).optional().describe('Topics, as slugs.'),
  systems: z.array(systemName).optional().describe('Tools the document touches.'),
  related_docs: z.array(reference).optional().describe('Documents worth reading next.'),
  source: text.optional().describe('Where the text was imported from; never identity.'),
  owner: text.optional().describe('Role or team that answers for the document.'),
  status: z
    .enum(STATUSES, { error: '`draft`, `active` or `deprecated`' })
    .optional()
    .describe('Standing of the document; default active.'),
  superseded_by: reference.optional().describe('Successor of a deprecated document.'),
  reviewed_at: calendarDate.optional().describe('Day of the last review.'),
  review_every: duration
    .optional()
    .describe('ISO 8601 duration between reviews, at most 100 years.'),
  schema_version: z.literal(1, { error: 'the number 1' }).optional().describe('Always 1.'),
  template: authoredTemplate.optional().describe('The workflow, in `task-template` documents.'),
});

/** Keys of a legacy document that are checked; every other key is foreign and ignored. */
export const legacyFrontmatter = z.object({
  title: text.optional(),
  doc_type: docType.optional(),
  aliases: z.array(legacyAlias).optional(),
  related_docs: z.array(reference).optional(),
});

export type DocumentFrontmatter = z.output<typeof documentFrontmatter>;
