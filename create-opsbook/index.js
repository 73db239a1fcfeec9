#!/usr/bin/env node
// `npm create opsbook`: what `opsbook init` does, with the packages installed and a Git repository.
// Plain JavaScript, so that the sentence of `opsbook` about an old Node is reached.
// biome-ignore lint/style/useNodejsImportProtocol: an old Node does not know it
import { createRequire } from 'module';
// biome-ignore lint/style/useNodejsImportProtocol: an old Node does not know it
import { pathToFileURL } from 'url';

const manifest = pathToFileURL(createRequire(import.meta.url).resolve('opsbook/package.json'));
process.argv.splice(2, 0, 'init', '--install', '--git');
import(new URL('bin/opsbook.js', manifest).href);
