import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Builds and browsers take their time on a busy machine; nothing asserts a duration.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
