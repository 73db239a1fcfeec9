/** A compiled portal of a small content root. */
import type { z } from 'zod';
import { portalConfig } from '../../schemas/config.ts';
import { compilePortal, type Portal } from '../../src/portal/compile-portal.ts';
import { type Files, sourcesOf, TODAY } from './content.ts';

/** @param config what `opsbook.config.json` says. */
export function portalOf(files: Files, config: z.input<typeof portalConfig> = {}): Portal {
  return compilePortal({
    sources: sourcesOf(files),
    config: portalConfig.parse(config),
    today: TODAY,
  });
}
