/** The file that accounts move in from one installation to another. */
import { z } from 'zod';

export type AccountsFile = z.infer<typeof accountsFile>;

export const accountsFile = z.strictObject({
  version: z.literal(1),
  accounts: z.array(
    z.strictObject({
      email: z.email().toLowerCase(),
      disabled: z.boolean(),
      mustChangePassword: z.boolean(),
      /** scrypt, `salt:hash`; absent for people who sign in with the identity provider. */
      passwordHash: z
        .string()
        .regex(/^[0-9a-f]{32}:[0-9a-f]{128}$/, 'The hash is not one of this program.')
        .optional(),
      /** Issuer and subject at the identity provider. */
      externalId: z.string().min(1).optional(),
    }),
  ),
});
