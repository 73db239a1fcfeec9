import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'tests/deep/**'],
    // Most wait for a process, a browser or a server, so no core is kept free of them.
    maxWorkers: '100%',
    // Builds and browsers take their time on a busy machine; nothing asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
