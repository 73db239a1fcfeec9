import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Messages name commands as the reader has them, whatever these tests are started with.
    env: { npm_lifecycle_event: '', npm_config_user_agent: '' },
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'tests/deep/**'],
    // Most wait for a process, a browser or a server, so no core is kept free of them.
    maxWorkers: '100%',
    // Files keep nothing for each other, so they load what they share once; `claims.test.ts` holds it.
    isolate: false,
    // Builds and browsers take their time on a busy machine; nothing asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
