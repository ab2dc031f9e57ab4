import { beforeAll, describe, expect, it } from 'vitest';
import { CHECK_NAMES, checkFamily, type CheckStep } from '../../src/runner/conformance.js';
import { loadFamily } from '../../src/runner/families.js';

/** Longest time for all checks of a family on an engine, its image built before. */
const CHECK_MS = 300_000;

/** What every family promises, all instances of it, on an engine: the checks of `hport check`, a test each. */
export function describeBenchmarkContract(family: string, engine: string): void {
  describe(`family ${family} on ${engine}`, () => {
    const steps = new Map<string, CheckStep>();
    beforeAll(async () => {
      for (const step of await checkFamily(await loadFamily(family), { engine })) steps.set(step.name, step);
    }, CHECK_MS);

    for (const name of CHECK_NAMES) {
      it(`keeps the contract: ${name}`, (context) => {
        const step = steps.get(name);
        if (step?.status === 'skipped') context.skip(step.message);
        expect(step?.status, step?.message).toBe('passed');
      });
    }
  });
}
