/** `registry.lock.json`: everything ever published under an id, one entry a line. */
import { z } from 'zod';

export const ledger = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  documents: z
    .record(
      z.string(),
      z.strictObject({
        aliases: z.array(z.string()).describe('Aliases that were published.'),
        steps: z.array(z.string()).describe('Step names that were published.'),
      }),
    )
    .describe('Document id → what was published under it.'),
  templates: z
    .record(z.string(), z.strictObject({ tasks: z.array(z.string()).describe('Task refIds.') }))
    .describe('Template type → its tasks.'),
  retired: z
    .record(
      z.string(),
      z.strictObject({ replacedBy: z.string().optional().describe('Id of the successor.') }),
    )
    .describe('Ids that are gone for good, with their successor where there is one.'),
});

export type Ledger = z.output<typeof ledger>;
