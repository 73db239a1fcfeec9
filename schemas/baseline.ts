/** A baseline: findings of adopted content that are known and suppressed, one a line. */
import { z } from 'zod';
import { FINDING_CODES } from './rule-codes.ts';
import { calendarDate } from './scalars.ts';

const suppressedFinding = z.strictObject({
  code: z
    .enum<readonly string[]>(FINDING_CODES, { error: 'the code of a finding' })
    .describe('Code of the finding, `area/problem`.'),
  file: z.string().describe('POSIX path relative to the content root.'),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'sixteen hexadecimal digits')
    .describe('Hash of code, file and the words of the line; the line may move.'),
  count: z.int().min(2).optional().describe('How many such findings are suppressed; default 1.'),
  expires: calendarDate.optional().describe('Last day on which the finding is suppressed.'),
});

export const baseline = z.strictObject({
  $schema: z.string().optional().describe('Address of this schema, for editors.'),
  version: z.literal(1).describe('Version of this format.'),
  findings: z
    .array(suppressedFinding)
    .describe('What is suppressed, by file, code and fingerprint.'),
});

export type SuppressedFinding = z.output<typeof suppressedFinding>;
export type Baseline = z.output<typeof baseline>;
