import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Some tests time real processes that live and die on two loaded cores: one that fails gets one more try.
    retry: 1,
    globalSetup: ['test/temporary-folder.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Container tests share one engine, and a small machine two cores: no more than two files side by side.
    maxWorkers: 2,
  },
});
