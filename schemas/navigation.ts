/** How a portal is arranged for reading: `navigation` of its configuration. */
import { z } from 'zod';
import { reference, text } from './scalars.ts';

/** A document, a folder, an address outside, or a heading over some of them. */
export interface NavigationEntry {
  readonly label?: string | undefined;
  readonly to?: string | undefined;
  readonly url?: string | undefined;
  readonly items?: readonly NavigationItem[] | undefined;
}

export type NavigationItem = string | NavigationEntry;

const OUTSIDE = 'an address that begins with `https://`, `http://` or `mailto:`';
const WHAT = 'an id, a path, or a mapping with `to` or with `label` and one of `url` and `items`';

/** Whether an address leads out of the portal in a way that is safe to follow. */
export function isOutsideAddress(value: string): boolean {
  return /^(?:https?:\/\/|mailto:)[^\s]+$/i.test(value) && URL.canParse(value);
}

const entry: z.ZodType<NavigationEntry> = z
  .strictObject({
    label: text.optional().describe('What readers see; the name of what is named without it.'),
    to: reference
      .optional()
      .describe('Id or path of a document, or path of a folder, from the content root.'),
    url: z
      .string({ error: OUTSIDE })
      .refine(isOutsideAddress, { error: OUTSIDE })
      .optional()
      .describe('Address outside the portal.'),
    items: z
      .array(
        z.lazy(() => navigationItem),
        { error: 'a list' },
      )
      .optional()
      .describe('What stands below.'),
  })
  .superRefine(({ label, to, url, items }, context) => {
    const needed =
      to === undefined && url === undefined && items === undefined
        ? { path: ['to'], message: 'the id or path of a document, or `url` or `items`' }
        : to !== undefined || label !== undefined
          ? undefined
          : { path: ['label'], message: 'what readers see' };
    if (needed) context.addIssue({ code: 'custom', ...needed });
    if (url !== undefined && (to !== undefined || items !== undefined)) {
      const message = 'nothing here, or no `to` and no `items`: it leads outside';
      context.addIssue({ code: 'custom', path: ['url'], message });
    }
  });

export const navigationItem: z.ZodType<NavigationItem> = z
  .union([reference, entry], { error: WHAT })
  .meta({ id: 'navigationItem', description: 'A document or folder, or a mapping.' });
