#!/usr/bin/env node
// Plain JavaScript that every Node still in use can read, so that an old one gets a sentence.
const MIN_NODE = 24;

if (Number(process.versions.node.split('.')[0]) < MIN_NODE) {
  process.stderr.write(
    `opsbook: Node ${MIN_NODE} or newer is needed, and this is ${process.version}.\n`,
  );
  process.exitCode = 2;
} else {
  // Before anything else is loaded: compiling takes as long as a small run.
  (await import('node:module')).enableCompileCache();
  const { main } = await import('../scripts/opsbook.ts');
  await main();
}
