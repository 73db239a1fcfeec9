/** What is told by mail, before it has a form: words, links and facts. */
import { z } from 'zod';

/** One paragraph, one link, or a table of facts. */
const letterPart = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ link: z.strictObject({ label: z.string(), address: z.string() }) }),
  z.strictObject({ facts: z.array(z.tuple([z.string(), z.string()])) }),
]);

/** Kept in the queue in this shape. */
export const letter = z.strictObject({
  /** Without the name of the portal. */
  subject: z.string(),
  parts: z.array(letterPart),
});

export type Letter = z.infer<typeof letter>;
