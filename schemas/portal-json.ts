/** The published shape of `api/portal.json`: what a server of the portal has to know of it. */
import { z } from 'zod';
import { HOMES } from './config.ts';
import { text, timeZone } from './scalars.ts';

export const portalJson = z.strictObject({
  schemaVersion: z.literal(1).describe('Version of this format.'),
  title: text.describe('Name of the portal.'),
  language: text.describe('BCP 47 language of the content.'),
  timeZone: timeZone.describe('IANA time zone where a workflow names none.'),
  home: z.enum(HOMES).describe('Page after signing in.'),
});

export type PortalJson = z.output<typeof portalJson>;
