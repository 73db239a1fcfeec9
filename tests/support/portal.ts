/** A compiled portal of a small content root. */
import { portalConfig } from '../../schemas/config.ts';
import { compilePortal, type Portal } from '../../src/portal/compile-portal.ts';
import { type Files, sourcesOf, TODAY } from './content.ts';

export function portalOf(files: Files): Portal {
  return compilePortal({ sources: sourcesOf(files), config: portalConfig.parse({}), today: TODAY });
}
