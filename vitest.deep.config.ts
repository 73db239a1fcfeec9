/** What takes minutes, or something that npm does not install: `npm run test:deep`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Messages name commands as the reader has them, whatever these tests are started with.
    env: { npm_lifecycle_event: '', npm_config_user_agent: '' },
    include: ['tests/deep/**/*.test.ts'],
    maxWorkers: '100%',
    testTimeout: 20 * 60_000,
    hookTimeout: 600_000,
  },
});
