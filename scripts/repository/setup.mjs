/**
 * Runs before `npm start` and `npm test`: installs the dependencies when they are missing
 * or differ from the lockfile, so that a fresh clone needs no other command. Plain
 * JavaScript for whatever Node the machine has, no dependencies, speaks on stderr only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const marker = join(root, 'node_modules', '.opsbook-lock');
const say = (text) => process.stderr.write(`${text}\n`);

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (!existsSync(marker) || readFileSync(marker, 'utf8') !== lock) install();
checkNode();

function install() {
  say('Installing dependencies (npm ci) …');
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    options,
  );
  if (status !== 0) {
    say(
      `npm ci failed${error ? `: ${error.message}` : ''}. Check the network and the messages above.`,
    );
    process.exit(2);
  }
  writeFileSync(marker, lock);
}

/** npm puts the Node 24 of the lockfile first on the PATH; where there is none, ours must do. */
function checkNode() {
  const options = { encoding: 'utf8', shell: process.platform === 'win32' };
  const version = spawnSync('node', ['--version'], options).stdout?.trim() ?? '';
  if (Number(/^v(\d+)/.exec(version)?.[1] ?? 0) >= 24) return;
  say(
    `Opsbook runs on Node 24 or newer, and this platform has ${version || 'none'}: install Node 24.`,
  );
  process.exit(2);
}
