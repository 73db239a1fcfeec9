/**
 * Makes a process die on its way: `KILL_AFTER_STEPS` is how many changes of the file system it gets;
 * before the next one it is killed. Removing a folder counts file by file.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const { existsSync, statSync, readdirSync, rmSync, unlinkSync, rmdirSync } = fs;
let stepsLeft = Number(process.env.KILL_AFTER_STEPS ?? Number.POSITIVE_INFINITY);

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
    rmSync(path, { ...options, force: true });
  },
});
syncBuiltinESMExports();
