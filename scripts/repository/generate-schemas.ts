/**
 * Writes what is generated: the published JSON Schemas in `schemas/json/`, the reference of the content
 * model, and that of the command line. CI fails when they have drifted.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { publishedSchemas } from '../../schemas/published.ts';
import { COMMAND_LINE_FILE, commandLinePage } from './command-line.ts';
import { CONTENT_MODEL_PAGE, contentModelPage } from './content-model.ts';

const folder = join(import.meta.dirname, '../..', 'schemas', 'json');
mkdirSync(folder, { recursive: true });
const schemas = publishedSchemas();
for (const { file, schema } of schemas) {
  writeFileAtomic(join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
}
for (const name of readdirSync(folder)) {
  if (!schemas.some(({ file }) => file === name)) rmSync(join(folder, name));
}
writeFileAtomic(join(import.meta.dirname, '../..', CONTENT_MODEL_PAGE), contentModelPage());
const commandLine = join(import.meta.dirname, '../..', COMMAND_LINE_FILE);
writeFileAtomic(commandLine, await commandLinePage(readFileSync(commandLine, 'utf8')));
