/** A script of a benchmark, bundled for the browser as the portal's own scripts are. */
import { type BuildEnvironmentOptions, build, type Rolldown } from 'vite';

type Output = Rolldown.RolldownOutput['output'];

/** @param options what differs from a build that is kept in memory */
export async function bundleEntry(
  entry: string,
  options: BuildEnvironmentOptions = {},
): Promise<Output> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'bench-entry' ? id : undefined),
        load: (id) => (id === 'bench-entry' ? entry : undefined),
      },
    ],
    worker: { format: 'es' },
    build: { write: false, rolldownOptions: { input: 'bench-entry' }, ...options },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !('output' in output)) throw new Error('Vite built no bundle');
  return output.output;
}
