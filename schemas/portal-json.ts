/** The published shape of `api/portal.json`: what a server of the portal has to know of it. */
import { z } from 'zod';
import { footerLinks, HOMES } from './config.ts';
import { text, timeZone, wholeNumber, yesNo } from './scalars.ts';

/**
 * Only a name that a build gives to a file of the look: a server shows these files to strangers, so
 * no other file of a build can be named here.
 */
const brandPath = (endings: string, what: string) =>
  z
    .string({ error: what })
    .regex(new RegExp(`^brand/[0-9a-f]{64}\\.(?:${endings})$`), what)
    .describe('Path below the output folder; the name is the SHA-256 of the content.');

const picture = z.strictObject({
  file: brandPath('avif|gif|jpe?g|png|svg|webp', 'the path of a picture below `brand/`'),
  width: wholeNumber.optional().describe('In pixels, where the file says it.'),
  height: wholeNumber.optional().describe('In pixels, where the file says it.'),
});

export const brandJson = z.strictObject({
  logo: picture.optional().describe('Picture beside the title.'),
  logoDark: picture.optional().describe('The logo of the dark theme.'),
  logoSaysTitle: yesNo.optional().describe('Whether the title is in the logo.'),
  icon: picture.optional().describe('Picture in the tab of a browser.'),
  colours: brandPath('css', 'the path of a stylesheet below `brand/`')
    .optional()
    .describe('Stylesheet that sets the colours of both themes.'),
  footerLinks: footerLinks.optional().describe('Links at the foot of every page.'),
});

export type BrandJson = z.output<typeof brandJson>;
export type BrandPicture = z.output<typeof picture>;

export const portalJson = z.strictObject({
  schemaVersion: z.literal(1).describe('Version of this format.'),
  title: text.describe('Name of the portal.'),
  language: text.describe('BCP 47 language of the content.'),
  timeZone: timeZone.describe('IANA time zone where a workflow names none.'),
  home: z.enum(HOMES).describe('Page after signing in.'),
  brand: brandJson
    .optional()
    .describe('The look of its owner; strangers see it where people sign in.'),
});

export type PortalJson = z.output<typeof portalJson>;
