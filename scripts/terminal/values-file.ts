/** What automatic workflows run for, out of a file: type of the workflow → its values, one a run. */
import { z } from 'zod';
import { calendarDate, slug, text, timeZone } from '../../schemas/scalars.ts';
import { readJsonFile } from '../../src/project/json-file.ts';
import type { RegisteredValue, RunValues } from '../../src/workflow/schedule/scheduled-runs.ts';

const MAPPING = { error: 'a mapping' };
const dimensions = z.record(slug, text, MAPPING);
const registered = z.strictObject(
  {
    for: dimensions,
    timeZone: timeZone.optional(),
    daysOff: z.array(calendarDate, { error: 'a list of dates' }).optional(),
    from: calendarDate.optional(),
    until: calendarDate.optional(),
  },
  MAPPING,
);

/** Which of the two forms an entry has shows in `for`; what is wrong in it is said of that form. */
const entry = z.unknown().transform((value, context): RunValues[string][number] => {
  const isRegistered = z.object({ for: z.looseObject({}) }).safeParse(value).success;
  const parsed = (isRegistered ? registered : dimensions).safeParse(value);
  if (parsed.success) return parsed.data as Record<string, string> | RegisteredValue;
  // An issue in its final form is one in its raw form with a message; the types keep them apart.
  const issues = parsed.error.issues as unknown as z.core.$ZodRawIssue[];
  context.issues.push(...issues.map((issue) => ({ ...issue, input: value })));
  return z.NEVER;
});

const values = z.record(z.string(), z.array(entry, { error: 'a list of values' }), MAPPING);

/** @throws UserError that names every place where the file is not as expected. */
export function readValuesFile(file: string, name: string): RunValues {
  return readJsonFile(file, { name, schema: values, kind: 'a file of values' });
}
