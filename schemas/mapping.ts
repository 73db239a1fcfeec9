/**
 * A mapping that people write: unknown keys are refused, and an optional key with an empty text
 * is as good as one that is not there, as forms and exports leave them behind.
 */
import { z } from 'zod';

/** Absent optional keys are absent from what is parsed, never undefined. */
export function mapping<const T extends z.core.$ZodShape>(
  shape: T,
): z.ZodObject<T, z.core.$strict> {
  return z.strictObject(lenient(shape)).overwrite(withoutUndefined);
}

/** The same, with further keys that are passed on as they are. */
export function openMapping<const T extends z.core.$ZodShape>(
  shape: T,
): z.ZodObject<T, z.core.$loose> {
  return z.looseObject(lenient(shape)).overwrite(withoutUndefined);
}

function lenient<T extends z.core.$ZodShape>(shape: T): T {
  const entries = Object.entries(shape).map(([key, value]) => [key, orBlank(value)]);
  // Each key goes on giving what its own schema gives, so that the shape is that of `T`.
  return Object.fromEntries(entries) as T;
}

/** Blank text is no text, where it means nothing and the key may be left out. */
function orBlank(schema: z.core.$ZodType): z.core.$ZodType {
  const isOptional = z.safeParse(schema, undefined).success;
  if (!isOptional || z.safeParse(schema, '').success) return schema;
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema,
  );
}

function withoutUndefined<T extends object>(value: T): T {
  const present = Object.entries(value).filter(([, each]) => each !== undefined);
  return present.length === Object.keys(value).length ? value : (Object.fromEntries(present) as T);
}
