/**
 * Loads a package when the first page needs it: a portal without code or diagrams never pays for
 * a highlighter or a layout engine. Synchronous, because pages are rendered in one go.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** Found as `import` finds it, for packages that are modules only. */
export function loadModule<T>(name: string): T {
  return require(fileURLToPath(import.meta.resolve(name))) as T;
}
