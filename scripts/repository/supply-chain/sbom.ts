/**
 * `npm run -s sbom`: the bill of materials of the lockfile, as CycloneDX JSON on standard output;
 * what serves development alone says so. npm makes it; what changes without the lockfile, a clock
 * and a random number, is left out, so that the same lockfile gives the same bytes.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

const { stdout, stderr, status } = spawnSync(
  'npm',
  ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'],
  {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
    shell: process.platform === 'win32',
  },
);
if (status === 0) {
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { serialNumber: _random, metadata, ...bill } = JSON.parse(stdout);
  const { timestamp: _clock, component, ...about } = metadata;
  // npm takes the name from the folder.
  const whole = { ...bill, metadata: { ...about, component: { ...component, name } } };
  process.stdout.write(`${JSON.stringify(whole, null, 2)}\n`);
} else {
  process.stderr.write(stderr);
  process.exitCode = 2;
}
