import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import type { Ask, Observation, Optimizer, Problem } from '../../src/optimizers/optimizer.js';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace, type SearchSpace } from '../../src/space/space.js';
import type { BenchCase } from './bench-case.js';
import { row } from './report.js';

/**
 * Milliseconds of CPU from a result to the next suggestion of a model, by one thread: what `tell` and `ask` take together after
 * n observations, the fit among it. Each slice starts from n and asks so often that n hardly grows.
 */
export const modelSuggestions: BenchCase = {
  name: 'model-suggestions',
  needsEngine: false,
  run: async (say) => {
    say(`model suggestions: ms of CPU from a result to the next suggestion, median [quartiles] of ${SLICES} slices`);
    const slices: Record<string, () => number> = {};
    for (const subject of SUBJECTS) slices[subject.name] = await prepare(subject);
    const taken: Record<string, number[]> = {};
    for (let turn = 0; turn < SLICES + WARM_UP; turn++) {
      for (const [name, slice] of Object.entries(slices)) {
        const milliseconds = slice();
        if (turn >= WARM_UP) (taken[name] ??= []).push(milliseconds);
      }
    }
    for (const { name, goal } of SUBJECTS) say(row(name, taken[name] ?? [], goal));
  },
};

const SLICES = 15;
const WARM_UP = 5;
/** Suggestions a slice. */
const ASKS = 20;

interface Subject {
  readonly name: string;
  readonly optimizer: string;
  readonly options: JsonObject;
  readonly n: number;
  readonly space: SearchSpace;
  readonly goal: { readonly atMost: number };
}

const SUBJECTS: readonly Subject[] = [
  bohb(100, 8, 0.5),
  bohb(1000, 32, 8),
  tpe('multivariate', reals(8), 'reals'),
  tpe('univariate', reals(8), 'reals'),
  tpe('multivariate', mixed(), 'mixed'),
];

/** Half of the parameters categorical, half real, as counting ones has them. */
function bohb(n: number, d: number, atMost: number): Subject {
  const space = createSearchSpace({ parameters: [...choices(d / 2, 2), ...numbers(d / 2, 'float')] });
  const options = { random_fraction: 0 };
  return { name: `bohb, n = ${n}, d = ${d}`, optimizer: 'bohb', options, n, space, goal: { atMost } };
}

function tpe(structure: string, space: SearchSpace, kind: string): Subject {
  const name = `tpe ${structure}, n = 100, d = 8, ${kind}`;
  return { name, optimizer: 'tpe', options: { structure }, n: 100, space, goal: { atMost: 1 } };
}

function reals(d: number): SearchSpace {
  return createSearchSpace({ parameters: numbers(d, 'float') });
}

function mixed(): SearchSpace {
  return createSearchSpace({ parameters: [...numbers(3, 'float'), ...numbers(3, 'integer'), ...choices(2, 4)] });
}

function numbers(count: number, type: 'float' | 'integer'): Parameter[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${type}_${i}`,
    type,
    lower: 1,
    upper: 100,
    log: i % 2 === 1,
  }));
}

function choices(count: number, levels: number): Parameter[] {
  const values = Array.from({ length: levels }, (_, level) => level);
  return Array.from({ length: count }, (_, i) => ({ name: `choice_${i}`, type: 'categorical', choices: values }));
}

/** A slice: milliseconds a suggestion. */
async function prepare({ optimizer, options, n, space }: Subject): Promise<() => number> {
  const definition = await loadOptimizer(optimizer);
  const filled = structuredClone(options);
  compileSchema(definition.options).fill(filled);
  const rng = createRng('bench', optimizer, n);
  const problem: Problem = {
    space,
    // One level: every result is news to the model.
    fidelities: createFidelitySpace([
      { name: 'epochs', type: 'integer', lower: 9, upper: 9, continuation: false, unit: 'epochs' },
    ]),
    objectives: [{ name: 'loss' }],
    features: [],
    constraints: [],
    budget: { evaluations: n + ASKS },
    workers: 1,
    observations: Array.from({ length: n }, (_, evaluation) => {
      const suggestion = { trial: evaluation, configuration: space.sample(rng), fidelity: { epochs: 9 } };
      return observation(evaluation, suggestion, rng.float());
    }),
  };
  return () => timed(definition.create(problem, filled, createRng('bench', 0)));
}

function timed(optimizer: Optimizer): number {
  const began = process.cpuUsage();
  for (let evaluation = 0; evaluation < ASKS; evaluation++) {
    const { suggestion } = optimizer.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>;
    void optimizer.tell(observation(evaluation, suggestion, ((evaluation * 37) % 101) / 101));
  }
  return process.cpuUsage(began).user / 1000 / ASKS;
}

function observation(evaluation: number, suggestion: Observation['suggestion'], loss: number): Observation {
  const outcome = { status: 'completed', cost: 1, metrics: { loss } } as const;
  return { evaluation, suggestion, outcome, objectives: [loss] };
}
