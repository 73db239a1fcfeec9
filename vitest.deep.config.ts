/** Long tests of robustness, apart from the suite that every change runs: `npm run test:deep`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/deep/**/*.test.ts'],
    testTimeout: 20 * 60_000,
  },
});
