/** Which packages of a lockfile are among those that a list of advisories names. */
import { satisfies, validRange } from 'semver';
import { z } from 'zod';

export const advisoryList = z.strictObject({
  /** Day the list was made. */
  asOf: z.iso.date(),
  advisories: z.array(
    z.strictObject({
      id: z.string().regex(/^GHSA(?:-[0-9a-z]{4}){3}$/),
      package: z.string().min(1),
      severity: z.enum(['low', 'moderate', 'high', 'critical']),
      /** Versions it concerns, as npm writes ranges. */
      vulnerable: z.string().refine((range) => validRange(range) !== null),
      title: z.string().min(1),
    }),
  ),
  /** Id → why it does not concern us. */
  accepted: z.record(z.string(), z.string().min(1)),
});

export type AdvisoryList = z.output<typeof advisoryList>;

export interface Hole {
  readonly id: string;
  readonly package: string;
  readonly version?: string;
  readonly severity: string;
  readonly title: string;
}

/** A `package-lock.json`, as far as it is read here. */
const lockfile = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional() })),
});

/** Every advisory of the list that concerns an installed version; once a version. */
export function checkLockfile(lock: unknown, { advisories }: AdvisoryList): Hole[] {
  const installed = new Map<string, Set<string>>();
  for (const [path, { version }] of Object.entries(lockfile.parse(lock).packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (path === '' || version === undefined) continue;
    installed.set(name, (installed.get(name) ?? new Set()).add(version));
  }
  return advisories.flatMap(({ id, package: name, severity, vulnerable, title }) =>
    [...(installed.get(name) ?? [])]
      .filter((version) => satisfies(version, vulnerable, { includePrerelease: true }))
      .map((version) => ({ id, package: name, version, severity, title })),
  );
}
