/** What is authored under `validation.skipClosure`, as far as it can be checked. */
import { z } from 'zod';

/** What a closing note can make unnecessary. */
export const WAIVABLE = ['requiredLink', 'requiredFile', 'bundleLinks', 'proof'] as const;

interface Suppression {
  readonly status: string;
  readonly keys: readonly string[];
  readonly bundleLinks: readonly string[];
}

interface Closure {
  readonly statuses: readonly string[];
  readonly suppresses: readonly Suppression[];
}

const mapping = z.record(z.string(), z.unknown());
const texts = z.array(z.string()).catch([]);
const closure = z.object({
  skipClosure: z.object({
    allowedStatuses: texts,
    suppresses: z.record(z.string(), mapping.catch({})).catch({}),
  }),
});

/** Tolerant, because the key is the template's own: what has another form is not there. */
export function readClosure(validation: unknown): Closure {
  const { data } = closure.safeParse(validation);
  if (!data) return { statuses: [], suppresses: [] };
  const { allowedStatuses: statuses, suppresses } = data.skipClosure;
  return {
    statuses,
    suppresses: Object.entries(suppresses).map(([status, suppressed]) => ({
      status,
      keys: Object.keys(suppressed),
      bundleLinks: texts.parse(suppressed.bundleLinks),
    })),
  };
}
