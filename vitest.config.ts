import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: container tests share one engine, so files run side by side but no more than two.
    maxWorkers: 2,
  },
});
