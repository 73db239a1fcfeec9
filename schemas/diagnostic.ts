/** The published shape of a finding and of `validate --format json`. */
import { z } from 'zod';

const point = z.strictObject({
  line: z.int().min(1).describe('Line, from 1.'),
  column: z.int().min(1).describe('Column in UTF-16 code units, from 1.'),
});

export const range = z.strictObject({
  start: point.describe('First position of the range.'),
  end: point.describe('Position after the last one of the range.'),
});

export const SEVERITIES = ['error', 'warning', 'info'] as const;

export const diagnostic = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z]+\/[a-z-]+$/)
    .describe('Permanent code of the rule, `area/problem`.'),
  severity: z.enum(SEVERITIES).describe('How much it matters; only errors fail the run.'),
  message: z.string().describe('What is wrong, as found, and what to do.'),
  file: z.string().describe('POSIX path relative to the content root.'),
  range: range.optional().describe('Place in the file; absent means the whole file.'),
  data: z.record(z.string(), z.json()).describe('The values the message names.'),
  related: z
    .array(
      z.strictObject({
        message: z.string().describe('What is there.'),
        file: z.string().describe('POSIX path relative to the content root.'),
        range: range.optional().describe('Place in that file.'),
      }),
    )
    .describe('Other places that belong to the finding.'),
  suggestion: z
    .strictObject({
      text: z.string().describe('What to write instead.'),
      replace: z
        .strictObject({
          range: range.describe('What is replaced.'),
          text: z.string().describe('What stands there instead.'),
        })
        .optional()
        .describe('Edit that applies the suggestion.'),
    })
    .optional()
    .describe('The nearest right value, where there is one.'),
});

export const report = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  content: z.string().describe('The content directory, as given.'),
  summary: z
    .strictObject({
      documents: z.int().describe('Documents read.'),
      errors: z.int().describe('Findings that fail the run.'),
      warnings: z.int().describe('Findings that do not.'),
      infos: z.int().describe('Remarks.'),
    })
    .describe('Counts.'),
  diagnostics: z.array(diagnostic).describe('Findings by file, position and code.'),
});

export type Diagnostic = z.output<typeof diagnostic>;
export type Severity = Diagnostic['severity'];
export type Report = z.output<typeof report>;
