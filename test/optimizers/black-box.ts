import { createRng } from '../../src/core/rng.js';
import type { Configuration, JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import type { Ask, OptimizerDefinition } from '../../src/optimizers/optimizer.js';
import { createSearchSpace } from '../../src/space/space.js';
import { optionsOf } from './create.js';

/** A function of real numbers with a known minimum. */
export interface BlackBox {
  readonly bounds: readonly (readonly [lower: number, upper: number])[];
  readonly minimum: number;
  readonly evaluate: (x: readonly number[]) => number;
}

export interface RegretOptions {
  readonly options: JsonObject;
  readonly seed: number;
  /** Ascending. */
  readonly evaluations: readonly number[];
}

/** The best value so far minus the minimum, after each of these numbers of evaluations, by one worker. */
export function simpleRegret(
  definition: OptimizerDefinition,
  { bounds, minimum, evaluate }: BlackBox,
  { options, seed, evaluations }: RegretOptions,
): number[] {
  const most = evaluations.at(-1) ?? 0;
  const problem = {
    space: createSearchSpace({
      parameters: bounds.map(([lower, upper], i) => ({ name: `x${i}`, type: 'float', lower, upper })),
    }),
    fidelities: createFidelitySpace([]),
    objectives: [{ name: 'value' }],
    features: [],
    constraints: [],
    budget: { evaluations: most },
    workers: 1,
  };
  const optimizer = definition.create(problem, optionsOf(definition, options), createRng('black box', seed));
  const best: number[] = [];
  for (let evaluation = 0; evaluation < most; evaluation++) {
    const { suggestion } = optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>;
    const value = evaluate(coordinates(suggestion.configuration, bounds.length));
    best.push(Math.min(value, best.at(-1) ?? Infinity));
    const outcome = { status: 'completed', cost: 1, metrics: { value } } as const;
    void optimizer.tell({ evaluation, suggestion, outcome, objectives: [value] });
  }
  return evaluations.map((count) => (best[count - 1] as number) - minimum);
}

function coordinates(configuration: Configuration, d: number): number[] {
  return Array.from({ length: d }, (_, i) => configuration[`x${i}`] as number);
}

const HARTMANN_WEIGHTS = [1, 1.2, 3, 3.2];
const HARTMANN_SCALES = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_CENTRES = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

/** Dixon, Szego. The global optimization problem: an introduction. 1978; and a sphere. */
export const BLACK_BOXES: Readonly<Record<'branin' | 'hartmann6' | 'sphere10', BlackBox>> = {
  branin: {
    bounds: [
      [-5, 10],
      [0, 15],
    ],
    minimum: 0.39788735772973816,
    evaluate([x = 0, y = 0]) {
      const parabola = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
      return parabola ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    },
  },
  hartmann6: {
    bounds: Array.from({ length: 6 }, () => [0, 1] as const),
    minimum: -3.322368011391339,
    evaluate: (x) =>
      -HARTMANN_WEIGHTS.reduce((sum, weight, i) => {
        const [scales, centres] = [HARTMANN_SCALES[i] as number[], HARTMANN_CENTRES[i] as number[]];
        const distance = x.reduce(
          (total, xj, j) => total + (scales[j] as number) * (xj - (centres[j] as number) / 1e4) ** 2,
          0,
        );
        return sum + weight * Math.exp(-distance);
      }, 0),
  },
  sphere10: {
    bounds: Array.from({ length: 10 }, () => [-5, 5] as const),
    minimum: 0,
    evaluate: (x) => x.reduce((sum, xi) => sum + xi * xi, 0),
  },
};
