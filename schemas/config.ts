/** `opsbook.config.json`: data beside the content root that tunes a portal, never code. */
import { z } from 'zod';
import { SEVERITIES } from './diagnostic.ts';
import { RULE_CODES } from './rule-codes.ts';
import { httpUrl, text, timeZone } from './scalars.ts';

/** Where people begin: with what there is to do, or with the documents. */
export const HOMES = ['work', 'docs'] as const;

export const portalConfig = z.strictObject({
  $schema: z.string().optional().describe('Address of this schema, for editors.'),
  title: text.default('Opsbook').describe('Name of the portal.'),
  language: text.default('en').describe('BCP 47 language of the content.'),
  sourceLinkBase: httpUrl
    .optional()
    .describe('Address a document path is appended to for "Edit this page".'),
  issueLinkBase: httpUrl
    .optional()
    .describe('Address of a form for new issues, such as `https://github.com/o/r/issues/new`.'),
  severities: z
    .partialRecord(z.enum(RULE_CODES), z.enum([...SEVERITIES, 'off']))
    .default({})
    .describe('Rule code → severity that replaces the rule’s own.'),
  synonyms: z
    .array(z.array(text).min(2))
    .default([])
    .describe('Groups of words that search treats alike, such as ["invoice", "bill"].'),
  timeZone: timeZone
    .default('UTC')
    .describe('IANA time zone of due dates and times for which a workflow names none.'),
  home: z
    .enum(HOMES)
    .optional()
    .describe(
      'Page after signing in: `work` is what is to be done today, `docs` the first page of the ' +
        'documents; default `work` where there are workflows.',
    ),
});

export type PortalConfig = z.output<typeof portalConfig>;
