/** The file that accounts move in from one installation to another. */
import { z } from 'zod';
import { WORK_ROLES } from '../../../schemas/work-roles.ts';
import { PASSWORD_HASH } from './password-hash.ts';
import { timeZone } from './time-zone.ts';

export type AccountsFile = z.infer<typeof accountsFile>;

export const accountsFile = z.strictObject({
  version: z.literal(1),
  accounts: z.array(
    z.strictObject({
      email: z.email().toLowerCase(),
      /** What the person may do in the workspace; files from before there was one do not say. */
      role: z.enum(WORK_ROLES).default('reader'),
      timeZone: timeZone.optional(),
      disabled: z.boolean(),
      mustChangePassword: z.boolean(),
      /** The one-time password has opened its session; absent when it has not, or there is none. */
      oneTimePasswordUsed: z.literal(true).optional(),
      /** scrypt; absent for people who sign in with the identity provider. */
      passwordHash: z
        .string()
        .regex(PASSWORD_HASH, 'The hash is not one of this program.')
        .optional(),
      /** Issuer and subject at the identity provider. */
      externalId: z.string().min(1).optional(),
    }),
  ),
});
