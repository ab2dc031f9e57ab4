import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type TestFunction } from '../../benchmarks/mf-synthetic/functions.js';
import objective from '../../benchmarks/mf-synthetic/objective.js';
import { createRng } from '../../src/core/rng.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
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

/** The levels of a ladder, the last the highest. */
function rungsOf(instance: string): readonly number[] {
  return highestOf(instance) === 81 ? [1, 3, 9, 27, 81] : [1, 4, 11, 33, 100];
}

function highestOf(instance: string): number {
  return descriptorOf(instance).fidelities[0]?.upper as number;
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

/** Rank correlation of the values at a level with the true ones, over random configurations. */
function spearman(instance: string, z: number): number {
  const rng = createRng('spearman', instance);
  const space = createSearchSpace(descriptorOf(instance).space);
  const seen = Array.from({ length: 1500 }, (_, seed) => evaluate(instance, space.sample(rng), z, seed).metrics);
  const [value, exact] = ['value', 'true_value'].map((name) => ranks(seen.map((metrics) => metrics[name] as number)));
  const squares = (value as number[]).reduce(
    (sum, rank, at) => sum + (rank - ((exact as number[])[at] as number)) ** 2,
    0,
  );
  return 1 - (6 * squares) / (seen.length * (seen.length ** 2 - 1));
}

function ranks(values: readonly number[]): number[] {
  const ranked: number[] = [];
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
  for (const [rank, at] of order.entries()) ranked[at] = rank;
  return ranked;
}

/** Instances whose low levels mislead. */
const GRADED = instances.filter((name) => !name.endsWith('-exact'));

/** What mf-prior-bench 1.10.0 itself answers without its noise, at z = 1, 4, 11, 33. */
const MFHARTMANN: Readonly<Record<string, readonly number[]>> = {
  'mfh3-terrible': [3.1645518406476913, 1.3089220878688077, -0.045160278975999835, -1.5157120656645005],
  'mfh3-bad': [2.394018264464558, 0.770342230783035, -0.4144798402061716, -1.7012126535586098],
  'mfh3-moderate': [1.623484688281425, 0.23176237369726205, -0.7837994014363437, -1.8867132414527192],
  'mfh3-good': [0.8529511120982917, -0.306817483388511, -1.1531189626665157, -2.072213829346828],
  'mfh6-terrible': [0.7803691021565132, 0.36174739820404056, 0.05627252270601012, -0.27547732867032126],
  'mfh6-bad': [0.606540202220346, 0.24024621126193224, -0.027044304798844388, -0.3173254247531344],
  'mfh6-moderate': [0.4327113022841784, 0.1187450243198239, -0.11036113230369896, -0.35917352083594745],
  'mfh6-good': [0.25888240234801096, -0.002756162622284487, -0.19367795980855354, -0.4010216169187606],
};
/** Its standard deviations. */
const NOISE: Readonly<Record<string, number>> = { terrible: 5, bad: 4, moderate: 3, good: 2 };

describe('mf-synthetic', () => {
  it.each(GRADED)('%s tells more at every rung of a ladder', (instance) => {
    const told = rungsOf(instance).map((z) => spearman(instance, z));
    for (const [at, here] of told.entries()) expect(here).toBeGreaterThan((told[at - 1] ?? -1) - 0.05);
    const [cheapest, , middle, , highest] = told as [number, number, number, number, number];
    expect(middle).toBeGreaterThan(cheapest);
    expect(highest).toBeGreaterThan(middle);
  });

  it.each(['hartmann6', 'hartmann6-poor', 'ackley', 'levy-poor', 'mfh3-good', 'mfh6-good'])(
    '%s leaves much to be learnt above the cheapest level',
    (instance) => {
      const [cheapest, , , nearly] = rungsOf(instance).map((z) => spearman(instance, z));
      expect((nearly as number) - (cheapest as number)).toBeGreaterThan(0.1);
    },
  );

  it.each(Object.entries(MFHARTMANN))(
    '%s is that of mf-prior-bench, its noise as large and one-sided',
    (name, values) => {
      const point = [0.25, 0.5, 0.75];
      const x = name.startsWith('mfh3') ? point : [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
      const configuration = Object.fromEntries(x.map((value, j) => [`X_${j}`, value]));
      const deviation = NOISE[name.split('-')[1] as string] as number;
      for (const [at, z] of [1, 4, 11, 33].entries()) {
        const seen = Array.from({ length: 2000 }, (_, seed) => evaluate(name, configuration, z, seed).metrics['value']);
        const above = seen.map((value) => (value as number) - (values[at] as number));
        expect(Math.min(...above)).toBeGreaterThanOrEqual(-1e-12);
        const expected = deviation * (1 - Math.log(z) / Math.log(100));
        const mean = above.reduce((sum, each) => sum + each, 0) / above.length;
        // The mean of a half-normal distribution is sqrt(2 / pi), its deviation 0.6.
        expect(Math.abs(mean - expected * Math.sqrt(2 / Math.PI))).toBeLessThan(
          (4 * 0.61 * expected) / Math.sqrt(2000),
        );
        expect(evaluate(name, configuration, z).cost).toBeCloseTo(100 * (0.05 + 0.95 * (z / 100) ** 2), 10);
      }
    },
  );

  it.each(instances)('%s declares how its cost grows', (instance) => {
    const { fidelities, space } = descriptorOf(instance);
    const configuration = createSearchSpace(space).sample(createRng(instance));
    const full = evaluate(instance, configuration, highestOf(instance)).cost as number;
    for (const z of rungsOf(instance)) {
      const declared = createFidelitySpace(fidelities).relativeCost({ z });
      expect((evaluate(instance, configuration, z).cost as number) / full).toBeCloseTo(declared, 12);
    }
  });

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
        const { metrics, cost } = evaluate(instance, space.sample(createRng(seed)), highestOf(instance), seed);
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
