/**
 * A program that builds as `opsbook build` does, with a few files in place of pages: the real code of
 * the output folder, in a process that can be killed.
 *
 * @example node small-build.ts <out> <text>
 */
import './killed-at-step.ts';
import fs from 'node:fs';
import { join } from 'node:path';
import { BUILD_RECORD, claimOutput } from '../../src/build/output-folder.ts';

const [out = '', text = ''] = process.argv.slice(2);
const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
try {
  const output = claimOutput(out, join(out, '..', 'content'), say);
  try {
    for (const path of ['index.html', 'docs/a/index.html', `docs/${text}/index.html`]) {
      fs.mkdirSync(join(output.next, path, '..'), { recursive: true });
      fs.writeFileSync(join(output.next, path), text);
    }
    fs.writeFileSync(join(output.next, BUILD_RECORD), '{"version":1,"inputs":[]}');
    output.swap();
  } finally {
    output.release();
  }
} catch (error) {
  say((error as Error).message);
  process.exitCode = 2;
}
