/**
 * `npm run audit`: whether a package of the lockfile has a published hole. The registry is asked
 * first, which knows every advisory; where it cannot be asked, the list beside this file stands in,
 * which knows those of the packages that matter most, as of its day. Exit 1 for a hole that is not
 * accepted there with a reason.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type AdvisoryList, advisoryList, checkLockfile, type Hole } from './holes.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What `npm audit --json` prints (audit report version 2), as far as it is read here. */
const auditReport = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          z.string(),
          z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string() }),
        ]),
      ),
    }),
  ),
});

function askRegistry(): Hole[] | undefined {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0'], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 60_000,
    shell: process.platform === 'win32',
  });
  const report = auditReport.safeParse(readJson(stdout));
  if (!report.success) return undefined;
  return Object.values(report.data.vulnerabilities).flatMap(({ via }) =>
    via.flatMap((cause) => {
      if (typeof cause === 'string') return [];
      const { name, url, title, severity } = cause;
      return [{ id: url.split('/').at(-1) ?? url, package: name, title, severity }];
    }),
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readShippedList(): AdvisoryList {
  const file = join(import.meta.dirname, 'advisories.json');
  return advisoryList.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const list = readShippedList();
const asked = askRegistry();
const lockfile = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const holes = asked ?? checkLockfile(lockfile, list);
const open = holes.filter(({ id }) => !Object.hasOwn(list.accepted, id));
console.error(
  asked
    ? 'Asked the registry.'
    : `The registry cannot be asked here; compared with the ${list.advisories.length} advisories listed on ${list.asOf}.`,
);
for (const { id, package: name, version, severity, title } of holes) {
  const what = version === undefined ? name : `${name} ${version}`;
  const reason = list.accepted[id];
  console.log(
    `${id}  ${severity}  ${what}: ${title}${reason === undefined ? '' : ` (accepted: ${reason})`}`,
  );
}
console.error(open.length === 0 ? 'No open advisory.' : `${open.length} open. Update the package.`);
process.exitCode = open.length === 0 ? 0 : 1;
