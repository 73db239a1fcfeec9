/** What all pages of one build share, computed when the first of them asks. */
import { portal } from 'opsbook:portal';
import { collectGroups } from './collections.ts';
import { assessHealth } from './health.ts';
import { arrangeShelves } from './shelves.ts';

export { portal };
export const shelves = arrangeShelves(portal.registry);
export const collections = collectGroups(portal);
export const health = assessHealth(portal);
