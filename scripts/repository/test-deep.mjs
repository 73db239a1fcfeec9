/**
 * `npm run test:deep [-- --full] [-- FILE …]`: what takes minutes, or something that npm does not
 * install. Counts are reduced without `--full`, and seeded either way.
 */
import { spawnSync } from 'node:child_process';

const args = process.argv.slice(2);
const isFull = args.includes('--full');
const { status } = spawnSync(
  'vitest',
  ['run', '--config', 'vitest.deep.config.ts', ...args.filter((arg) => arg !== '--full')],
  {
    stdio: 'inherit',
    env: { ...process.env, ...(isFull && { OPSBOOK_TEST_FULL: 'yes' }) },
    shell: process.platform === 'win32',
  },
);
process.exitCode = status ?? 2;
