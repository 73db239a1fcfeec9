/** `opsbook.config.json`: data beside the content root that tunes a portal, never code. */
import { z } from 'zod';
import { SEVERITIES } from './diagnostic.ts';
import { navigationItem } from './navigation.ts';
import { RULE_CODES } from './rule-codes.ts';
import { httpUrl, text, timeZone } from './scalars.ts';

/** Lies beside the content root. */
export const CONFIG_NAME = 'opsbook.config.json';

/** Where people begin: with what there is to do, or with the documents. */
export const HOMES = ['work', 'docs'] as const;

const A_HOME = '`work`, `docs`, or the id or path of a document';

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
    .union([z.enum(HOMES), z.string().regex(/[./]/, A_HOME)], { error: A_HOME })
    .optional()
    .describe(
      'Page after signing in: `work` is what is to be done today, `docs` the first page of the ' +
        'documents; default `work` where there are workflows. Or the id or path of a document ' +
        'that is that first page; default a `README.md` or `index.md` of the content root that ' +
        'declares no `id`.',
    ),
  navigation: z
    .array(navigationItem)
    .default([])
    .describe(
      'What stands first in the navigation, in its order: ids and paths of documents, paths of ' +
        'folders, headings with `items`, addresses outside. All else follows.',
    ),
});

export type PortalConfig = z.output<typeof portalConfig>;
