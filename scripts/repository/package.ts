/**
 * `npm run package [OUT]`: writes the packages that others install, below `package` or OUT, each
 * ready to be packed and published.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { checkBrowserContract } from './packages/browser-contract.ts';
import { emitSources } from './packages/emit-sources.ts';
import { type Publishable, publishables } from './packages/publishable.ts';

function writePackage(folder: string, { manifest, files }: Publishable): void {
  // Only a folder of ours is emptied, whatever OUT is.
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of [...files, ['package.json', formatJson(manifest)] as const]) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

try {
  checkBrowserContract();
  const out = resolve(process.argv[2] ?? 'package');
  for (const [name, each] of Object.entries(publishables(emitSources()))) {
    writePackage(join(out, name), each);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
