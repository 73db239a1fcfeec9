/** The list of what a folder of an export has, by which it is known to be whole. */
import { z } from 'zod';

export const MANIFEST_FILE = 'manifest.json';
export const FILES_FOLDER = 'files';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const manifest = z.strictObject({
  /** `work` has runs alone, `backup` the accounts, too. */
  format: z.enum(['opsbook-work', 'opsbook-backup']),
  version: z.literal(1),
  /** Sequence of the last event. */
  sequence: z.int().nonnegative(),
  parts: z.array(
    z.strictObject({
      name: z.string(),
      file: z.string(),
      lines: z.int().nonnegative(),
      sha256,
    }),
  ),
  /** Hashes of the attachments that are there, each the name of its file. */
  files: z.array(sha256),
  /** Hashes of attachments whose bytes could not be found. */
  missingFiles: z.array(sha256),
});

export type Manifest = z.infer<typeof manifest>;
