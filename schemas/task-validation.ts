/** What completing a task needs, as published, and what of it may be authored. */
import { z } from 'zod';
import { openMapping } from './mapping.ts';
import { text } from './scalars.ts';
import { isWellFormed } from './well-formed.ts';

const strings = z.array(z.string());

/** Derived keys are listed; authored keys beyond them are carried along unchanged. */
export const structuredValidation = z
  .looseObject({
    operatorAction: z.string().describe('What the operator does.'),
    completionProof: z.string().optional().describe('What shows that it is done.'),
    requiredBundleLinks: strings.describe('Links of the run that must exist.'),
    waitingAllowed: z.boolean().describe('Whether the task may wait.'),
    waitingSemantics: z
      .looseObject({
        waitingFor: z.string().describe('Whom or what the task waits for.'),
        requires: strings.describe('What the operator must record.'),
        followUpDefaultDays: z.int().describe('Calendar days until the follow-up.'),
      })
      .optional()
      .describe('How waiting works.'),
    atRiskWhen: strings.describe('Signs that the task is at risk.'),
    reminderSemantics: z
      .looseObject({
        due: z.boolean().describe('Shown when due.'),
        overdue: z.boolean().describe('Shown when overdue.'),
        missingEvidence: z.boolean().describe('Shown while required proof is missing.'),
        waitingFollowUp: z.boolean().describe('Shown when a follow-up is due.'),
      })
      .describe('Which reminders apply.'),
    dashboardStates: strings.describe('States a dashboard can show the task in.'),
  })
  .describe('What completion needs; the derived keys with the authored ones merged over them.');

/**
 * Validation that says more than the compiler derives: a sentence, or keys that are merged
 * over the derived ones. Unknown keys are passed on as they are.
 */
export const authoredValidation = z.union(
  [
    text,
    openMapping({
      ...structuredValidation.partial().shape,
      operatorAction: text.optional().describe('What the operator does.'),
      completionProof: text.optional().describe('What shows that it is done.'),
      reminderSemantics: structuredValidation.shape.reminderSemantics
        .partial()
        .optional()
        .describe('Which reminders apply.'),
    }).refine(isWellFormed, { error: 'a mapping with texts of whole Unicode characters' }),
  ],
  { error: 'a text or a mapping' },
);
