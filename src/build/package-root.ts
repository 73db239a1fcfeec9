/** The folder of this package: its sources, its site, its caches. */
import { join } from 'node:path';

export const PACKAGE_ROOT = join(import.meta.dirname, '../..');
