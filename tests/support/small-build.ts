/**
 * A program that builds as `opsbook build` does, with a few files in place of pages: the real code of
 * the output folder, in a process that can be killed. `SMALL_BUILD_STEPS` is how many calls of the
 * file system it gets; before the next one it is killed. Removing a folder counts file by file.
 *
 * @example node small-build.ts <out> <text>
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const [out = '', text = ''] = process.argv.slice(2);
const { existsSync, statSync, readdirSync, rmSync, unlinkSync, rmdirSync } = fs;
let stepsLeft = Number(process.env.SMALL_BUILD_STEPS ?? Number.POSITIVE_INFINITY);

function step(): void {
  if (stepsLeft-- <= 0) process.kill(process.pid, 'SIGKILL');
}

function removeStepwise(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) removeStepwise(join(path, name));
    step();
    rmdirSync(path);
  } else if (existsSync(path)) {
    step();
    unlinkSync(path);
  }
}

function counted<A extends unknown[], R>(call: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    step();
    return call(...args);
  };
}

const { openSync, mkdirSync, renameSync, writeFileSync } = fs;
Object.assign(fs, {
  openSync: counted(openSync),
  mkdirSync: counted(mkdirSync),
  renameSync: counted(renameSync),
  writeFileSync: counted(writeFileSync),
  rmdirSync: counted(rmdirSync),
  rmSync(path: string, options: fs.RmOptions) {
    removeStepwise(path);
    rmSync(path, options);
  },
});
syncBuiltinESMExports();

const { BUILD_RECORD, claimOutput } = await import('../../src/build/output-folder.ts');

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
