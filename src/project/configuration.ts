/** The configuration of a portal on disk. */
import { existsSync } from 'node:fs';
import { type PortalConfig, portalConfig } from '../../schemas/config.ts';
import { readJsonFile } from './json-file.ts';

/**
 * The configuration; everything at its default when there is no such file.
 *
 * @param name what the file is called in messages.
 * @throws UserError when it is no configuration.
 */
export function readConfig(file: string, name: string): PortalConfig {
  if (!existsSync(file)) return portalConfig.parse({});
  return readJsonFile(file, { name, schema: portalConfig, kind: 'a valid configuration' });
}
