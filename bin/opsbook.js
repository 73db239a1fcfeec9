#!/usr/bin/env node
// Plain JavaScript that every Node still in use can read, so that an old one gets a sentence.
const MIN_NODE = '24';

const [major, minor] = process.versions.node.split('.').map(Number);
const [minMajor, minMinor = 0] = MIN_NODE.split('.').map(Number);
if (major < minMajor || (major === minMajor && minor < minMinor)) {
  process.stderr.write(
    `opsbook: Node ${MIN_NODE} or newer is needed, and this is ${process.version}.\n`,
  );
  process.exitCode = 2;
} else {
  import('node:module')
    // Before anything else is loaded: compiling takes as long as a small run.
    .then(({ enableCompileCache }) => enableCompileCache())
    .then(() => import('../scripts/opsbook.ts'))
    .then(({ main }) => main());
}
