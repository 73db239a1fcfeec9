/** The published shape of `api/registry.json`: what links, tools and engines may rely on. */
import { z } from 'zod';
import { documentUrl } from './addresses.ts';
import { STATUSES } from './document.ts';
import { docType } from './scalars.ts';

const linkedDocument = z.strictObject({
  id: z.string().describe('Document id.'),
  title: z.string().describe('Its title.'),
  url: z.string().describe('Its page.'),
});

export const registryDocument = z.strictObject({
  id: z.string().describe('Stable id.'),
  url: z.string().describe(`Canonical page, \`${documentUrl({ id: '<id>' })}\`.`),
  path: z.string().describe('POSIX path relative to the content root.'),
  title: z.string().describe('Title.'),
  doc_type: docType.describe('Kind of document.'),
  domain: z.string().describe('First folder of the path; empty at the root.'),
  order: z.int().describe('Place in reading order, from 1.'),
  legacy: z.boolean().describe('Whether the id was generated from the path.'),
  summary: z.string().optional().describe('Summary.'),
  aliases: z.array(z.string()).describe('Former ids and paths.'),
  tags: z.array(z.string()).describe('Topics.'),
  systems: z.array(z.string()).describe('Tools the document touches.'),
  owner: z.string().optional().describe('Role or team that answers for it.'),
  status: z.enum(STATUSES).describe('Standing.'),
  supersededBy: z.string().optional().describe('Id of the successor.'),
  reviewedAt: z.string().optional().describe('Day of the last review.'),
  reviewEvery: z.string().optional().describe('ISO 8601 duration between reviews.'),
  steps: z
    .array(
      z.strictObject({
        ordinal: z.int().describe('Position in the procedure, from 1.'),
        name: z.string().optional().describe('Step name.'),
        title: z.string().describe('First line of the step, as plain text.'),
        anchor: z.string().describe('Fragment of the step on the page.'),
        hash: z.string().describe('`sha256:<hex>` over the step’s source.'),
      }),
    )
    .describe('Steps of the procedure, in order.'),
  headings: z
    .array(
      z.strictObject({
        depth: z.int().describe('Level, 1 to 6.'),
        text: z.string().describe('Heading as plain text.'),
        anchor: z.string().describe('Fragment on the page.'),
      }),
    )
    .describe('Headings, in order.'),
  related: z.array(z.string()).describe('Ids of related documents.'),
  backlinks: z.array(linkedDocument).describe('Documents that link here.'),
  usedByTasks: z
    .array(
      z.strictObject({
        template: z.string().describe('Template type.'),
        refId: z.string().describe('Task.'),
        stepId: z.string().optional().describe('Step the task points at.'),
      }),
    )
    .describe('Workflow tasks that send people here.'),
});

export const registryJson = z.strictObject({
  schemaVersion: z.literal(1).describe('Version of this format.'),
  documents: z.array(registryDocument).describe('Every document, by id.'),
});

export type RegistryJson = z.output<typeof registryJson>;
export type RegistryDocument = z.output<typeof registryDocument>;
