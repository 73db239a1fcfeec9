/** What all pages of one build share, computed when the first of them asks. */
import { portal } from 'opsbook:portal';
import { collectGroups } from './collections.ts';
import { assessHealth } from './health.ts';
import { arrangeSections } from './sections.ts';

export { portal };
export const sections = arrangeSections(portal.outline);
export const collections = collectGroups(portal);
export const health = assessHealth(portal);
