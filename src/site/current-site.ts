/** What all pages of one build share, computed when the first of them asks. */
import { portal } from 'opsbook:portal';
import { arrangeShelves } from './shelves.ts';

export { portal };
export const shelves = arrangeShelves(portal.registry);
