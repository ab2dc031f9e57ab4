import fc from 'fast-check';
import { describe, test } from 'vitest';
import { stringify } from 'yaml';
import { SuiteError } from '../../src/core/errors.js';
import { planRecipe } from '../../src/runner/plan.js';
import { write } from './recipe-fixture.js';

/** Every key that a recipe can have. */
const WHOLE = {
  study: 'whole',
  benchmarks: [
    { family: 'counting-ones', instances: ['d8', 'd16'], objectives: ['loss'], features: [], constraints: [] },
    { family: 'counting-ones', instance: 'd32' },
  ],
  optimizers: [{ name: 'hyperband', label: 'hb', options: { eta: 3, rule: 'paper' } }, { name: 'random-search' }],
  seeds: { first: 0, count: 2 },
  budget: { evaluations: 10, fullEvaluations: 5, seconds: 100 },
  workers: { count: 2, cpus: 1, memory: '1GiB', pids: 64, gpus: 0, gpuIds: ['0'] },
  engine: 'inline',
  concurrency: 1,
  deadline: 10,
  retries: 1,
  accounting: 'restart',
  overhead: { fixed: 1 },
};

type Place = readonly (string | number)[];

describe('a recipe with something wrong', () => {
  test('is planned or refused as the mistake of its writer, never anything else', async () => {
    const mutation = fc.record({
      place: fc.constantFrom(...placesIn(WHOLE)),
      action: fc.constantFrom('delete', 'rename', 'replace'),
      name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'family', 'count')),
      value: fc.oneof(fc.jsonValue(), fc.constantFrom(Infinity, NaN, -1, 0, 1e300, 'all', 'constructor', [], {})),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const recipe = structuredClone(WHOLE);
        for (const { place, action, name, value } of mutations) mutate(recipe, place, action, name, value);
        const file = await write(stringify(recipe));
        try {
          await planRecipe(file);
        } catch (error) {
          if (!(error instanceof SuiteError) || error.code !== 'user') throw error;
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = [...at, Array.isArray(value) ? Number(key) : key];
    return [place, ...placesIn(inner, place)];
  });
}

function mutate(root: unknown, place: Place, action: string, name: string, value: unknown): void {
  const parent = place
    .slice(0, -1)
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], root);
  const key = String(place.at(-1));
  // An earlier mutation may have taken the place away.
  if (typeof parent !== 'object' || parent === null || !(key in parent)) return;
  const target = parent as Record<string, unknown>;
  if (action === 'rename')
    Object.defineProperty(target, name, { value: target[key], enumerable: true, configurable: true });
  if (action === 'replace') target[key] = value;
  else Reflect.deleteProperty(target, key);
}
