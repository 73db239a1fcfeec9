/** What automatic workflows run for, out of a file: type of the workflow → its values, one a run. */
import { z } from 'zod';
import { dimensions, registeredValue } from '../../schemas/work-schedules.ts';
import { readJsonFile } from '../../src/project/json-file.ts';
import type { RegisteredValue, RunValues } from '../../src/workflow/schedule/scheduled-runs.ts';

/** Which of the two forms an entry has shows in `for`; what is wrong in it is said of that form. */
const entry = z.unknown().transform((value, context): RunValues[string][number] => {
  const isRegistered = z.object({ for: z.looseObject({}) }).safeParse(value).success;
  const parsed = (isRegistered ? registeredValue : dimensions).safeParse(value);
  if (parsed.success) return parsed.data as Record<string, string> | RegisteredValue;
  const issues = parsed.error.issues.map((issue) => ({ ...issue, input: value }));
  // What is wrong, placed within the entry; the types of issues made and found are apart.
  context.issues.push(...(issues as unknown as typeof context.issues));
  return z.NEVER;
});

const values = z.record(z.string(), z.array(entry, { error: 'a list of values' }), {
  error: 'a mapping',
});

/** @throws UserError that names every place where the file is not as expected. */
export function readValuesFile(file: string, name: string): RunValues {
  return readJsonFile(file, { name, schema: values, kind: 'a file of values' });
}
