import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type TestFunction } from '../../benchmarks/mf-synthetic/functions.js';
import objective from '../../benchmarks/mf-synthetic/objective.js';
import { createRng } from '../../src/core/rng.js';
import type { Configuration } from '../../src/core/types.js';
import type { ObjectiveContext, ObjectiveResult } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { loadFamily } from '../../src/runner/families.js';
import { createSearchSpace } from '../../src/space/space.js';

const family = await loadFamily('mf-synthetic');
const instances = Object.keys(family.descriptors);

/** Where the functions are known to be lowest; of Hartmann's the published digits, from where a search goes down the rest. */
const BEST: Readonly<Record<string, readonly number[]>> = {
  branin: [Math.PI, 2.275],
  hartmann3: [0.114614, 0.555649, 0.852547],
  hartmann6: [0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573],
  ackley: new Array<number>(10).fill(0),
  rosenbrock: [1, 1, 1, 1],
  levy: new Array<number>(6).fill(1),
};

function descriptorOf(instance: string): Descriptor {
  return family.descriptors[instance] as Descriptor;
}

function evaluate(instance: string, configuration: Configuration, z: number, seed = 1): ObjectiveResult {
  const context = { descriptor: descriptorOf(instance) } as ObjectiveContext;
  return objective.evaluate(configuration, { z }, seed, instance, context) as ObjectiveResult;
}

/** The lowest value that steps along the axes reach, each halved when none helps. */
function descend(evaluated: TestFunction, start: readonly number[]): number {
  let [x, best] = [start, evaluated(start, 1, 0)];
  for (let step = 1e-3; step > 1e-9;) {
    const around = x.flatMap((_, j) => [-step, step].map((by) => x.map((value, k) => (k === j ? value + by : value))));
    const lowest = around.map((each) => [evaluated(each, 1, 0), each] as const).sort(([a], [b]) => a - b)[0];
    if (lowest !== undefined && lowest[0] < best) [best, x] = lowest;
    else step /= 2;
  }
  return best;
}

/** Share of pairs that a low level orders as the true values do. */
function agreement(instance: string, z: number): number {
  const rng = createRng('agreement', instance);
  const space = createSearchSpace(descriptorOf(instance).space);
  const seen = Array.from({ length: 200 }, (_, seed) => evaluate(instance, space.sample(rng), z, seed).metrics);
  let [agree, pairs] = [0, 0];
  for (const [index, a] of seen.entries()) {
    for (const b of seen.slice(0, index)) {
      pairs++;
      const [value, exact] = ['value', 'true_value'].map((name) => (a[name] as number) - (b[name] as number));
      if (Math.sign(value as number) === Math.sign(exact as number)) agree++;
    }
  }
  return agree / pairs;
}

describe('mf-synthetic', () => {
  it.each(Object.keys(FUNCTIONS))('%s has its declared optimum where it is known to be', (name) => {
    const optimum = descriptorOf(name).metrics['true_value']?.optimum as number;
    const lowest = descend(FUNCTIONS[name] as TestFunction, BEST[name] as readonly number[]);
    expect(Math.abs(lowest - optimum)).toBeLessThan(1e-9);
  });

  it.each(instances)('%s is nowhere below its optimum, and tells the truth at the highest level', (instance) => {
    const descriptor = descriptorOf(instance);
    const space = createSearchSpace(descriptor.space);
    const { optimum } = descriptor.metrics['true_value'] as { optimum: number };
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { metrics, cost } = evaluate(instance, space.sample(createRng(seed)), 81, seed);
        expect(metrics['true_value']).toBeGreaterThanOrEqual(optimum - 1e-9);
        if (instance !== 'hartmann6-noisy') expect(metrics['value']).toBe(metrics['true_value']);
        expect(cost).toBeGreaterThan(0);
      }),
    );
  });

  it('is the harder to judge cheaply the poorer its low levels are declared to be', () => {
    for (const name of Object.keys(FUNCTIONS)) {
      const [exact, published, poor] = [`${name}-exact`, name, `${name}-poor`].map((each) => agreement(each, 1));
      expect(exact).toBe(1);
      expect(published).toBeLessThan(1);
      expect(poor).toBeLessThan(published as number);
      expect(agreement(name, 27)).toBeGreaterThan(published as number);
    }
  });

  it('has noise of the declared size, another one each seed', () => {
    const x = Object.fromEntries((BEST['hartmann6'] as number[]).map((value, j) => [`x${j}`, value]));
    const deviations = Array.from({ length: 4000 }, (_, seed) => {
      const { metrics } = evaluate('hartmann6-noisy', x, 81, seed);
      return (metrics['value'] as number) - (metrics['true_value'] as number);
    });
    const mean = deviations.reduce((sum, each) => sum + each, 0) / deviations.length;
    const variance = deviations.reduce((sum, each) => sum + (each - mean) ** 2, 0) / deviations.length;
    expect(Math.abs(mean)).toBeLessThan(4 * (0.1 / Math.sqrt(4000)));
    expect(Math.abs(Math.sqrt(variance) - 0.1)).toBeLessThan(4 * (0.1 / Math.sqrt(2 * 4000)));
  });

  it('costs as declared: a fixed share, the rest by the power of the level, and more for large coordinates', () => {
    const centre = { x0: 0.5, x1: 0.5, x2: 0.5 };
    expect(evaluate('hartmann3', centre, 81).cost).toBe(100);
    expect(evaluate('hartmann3', centre, 27).cost).toBeCloseTo(100 * (0.05 + 0.95 / 3), 10);
    const [small, large] = [0, 1].map((at) =>
      evaluate('hartmann6-uneven', Object.fromEntries([0, 1, 2, 3, 4, 5].map((j) => [`x${j}`, at])), 27),
    );
    expect(small?.cost).toBeCloseTo(100 * (0.05 + 0.95 / 9) * Math.exp(2 * 0.5), 10);
    expect(large?.cost).toBeCloseTo(100 * (0.05 + 0.95 / 9) * Math.exp(2 / (1 + Math.exp(-1))), 10);
  });

  it('sees of a conditional configuration the chosen function only', () => {
    const hartmann = evaluate(
      'conditional',
      { function: 'hartmann3', hartmann3_x0: 0.25, hartmann3_x1: 0.5, hartmann3_x2: 0.75 },
      81,
    );
    expect(hartmann.metrics).toEqual(evaluate('hartmann3', { x0: 0.25, x1: 0.5, x2: 0.75 }, 81).metrics);
  });
});
