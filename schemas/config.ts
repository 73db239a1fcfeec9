/** `opsbook.config.json`: data beside the content root that tunes a portal, never code. */
import { z } from 'zod';
import { SEVERITIES } from './diagnostic.ts';
import { navigationItem } from './navigation.ts';
import { RULE_CODES } from './rule-codes.ts';
import { footerUrl, httpUrl, language, text, timeZone, yesNo } from './scalars.ts';

/** Lies beside the content root. */
export const CONFIG_NAME = 'opsbook.config.json';

/** Where people begin: with what there is to do, or with the documents. */
export const HOMES = ['work', 'docs'] as const;

/** Links at the foot of every page, for strangers too: what leads to pages of the portal stands elsewhere. */
export const footerLinks = z
  .array(
    z.strictObject({
      label: text.max(60, 'a text of at most 60 characters').describe('What the link says.'),
      url: footerUrl.describe('Where it leads: an address of the web, or `mailto:`.'),
    }),
  )
  .max(8, 'a list of at most 8');

const PICTURE = 'a path from this file, such as `brand/logo.svg`';
const picture = z.string({ error: PICTURE }).regex(/\S/, PICTURE);
const COLOUR = 'a colour of CSS, such as `#13655a`';
const colour = z.string({ error: COLOUR }).regex(/\S/, COLOUR);
const SHEET = 'a path from this file, such as `brand/portal.css`';
const A_HOME = '`work`, `docs`, or the id or path of a document';

export const portalConfig = z.strictObject({
  $schema: z.string().optional().describe('Address of this schema, for editors.'),
  title: text.default('Opsbook').describe('Name of the portal.'),
  language: language.default('en').describe('BCP 47 language of the content.'),
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
  logo: picture
    .optional()
    .describe(
      'Picture beside the title on every page and where people sign in; a path from this file.',
    ),
  logoDark: picture.optional().describe('The logo as the dark theme shows it.'),
  logoSaysTitle: yesNo
    .optional()
    .describe('Whether the title is in the logo, so that it is not written beside it.'),
  icon: picture
    .optional()
    .describe('Picture in the tab of a browser, SVG or PNG; a path from this file.'),
  accent: colour
    .optional()
    .describe(
      'Colour of links and buttons, as CSS writes it; the one of the dark theme is derived from it ' +
        'unless `accentDark` is there.',
    ),
  accentDark: colour.optional().describe('The accent in the dark theme.'),
  footerLinks: footerLinks
    .optional()
    .describe('Links at the foot of every page, also where people sign in: imprint, privacy.'),
  stylesheet: z
    .string({ error: SHEET })
    .regex(/\S/, SHEET)
    .optional()
    .describe('CSS of your own, loaded after that of the portal; a path from this file.'),
});

export type PortalConfig = z.output<typeof portalConfig>;
