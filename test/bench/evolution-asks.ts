import { compileSchema } from '../../src/core/schema.js';
import { createRng } from '../../src/core/rng.js';
import type { JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import type { Ask, Problem } from '../../src/optimizers/optimizer.js';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import type { Parameter } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';
import type { BenchCase } from './bench-case.js';
import { row } from './report.js';
import { takeTurns, type Side } from './turns.js';

interface Subject {
  readonly optimizer: string;
  readonly d: number;
  readonly goal?: { readonly atMost: number };
}

const SUBJECTS: readonly Subject[] = [
  { optimizer: 'dehb', d: 8, goal: { atMost: 10 } },
  { optimizer: 'dehb', d: 32 },
  { optimizer: 'differential-evolution', d: 8 },
  { optimizer: 'differential-evolution', d: 32 },
  { optimizer: 'aging-evolution', d: 8 },
  { optimizer: 'local-search', d: 8 },
];

/**
 * Microseconds of CPU from a result to the next suggestion, by one thread: `tell` and `ask` together, the making of the
 * observation included. The parameters are half binary, half continuous, as counting ones has them.
 */
export const evolutionAsks: BenchCase = {
  name: 'evolution-asks',
  needsEngine: false,
  run: async (say) => {
    say(`evolution: us of CPU from a result to the next suggestion, median [quartiles] of ${SLICES} slices in turn`);
    const sides = await Promise.all(SUBJECTS.map(prepare));
    const values = await takeTurns(WARM_UP + SLICES, sides);
    SUBJECTS.forEach(({ optimizer, d, goal }, at) => {
      say(row(`${optimizer}, d = ${d}`, values[at]?.microseconds.slice(WARM_UP) ?? [], goal));
    });
  },
};

const SLICES = 15;
const WARM_UP = 3;
/** Suggestions a slice. */
const ASKS = 10_000;

async function prepare({ optimizer, d }: Subject): Promise<Side<'microseconds'>> {
  const definition = await loadOptimizer(optimizer);
  const options: JsonObject = {};
  compileSchema(definition.options).fill(options);
  const running = definition.create(problemOf(d), options, createRng('bench', optimizer, d));
  let evaluation = 0;
  const step = (): void => {
    const { suggestion } = running.ask({ spent: 0, free: 1 }) as Extract<Ask, { kind: 'suggest' }>;
    const loss = ((evaluation + 1) * 7919) % 10_007;
    const outcome = { status: 'completed', cost: 1, metrics: { loss } } as const;
    void running.tell({ evaluation, suggestion, outcome, objectives: [loss] });
    evaluation++;
  };
  return () => {
    const began = process.cpuUsage();
    for (let i = 0; i < ASKS; i++) step();
    return Promise.resolve({ microseconds: process.cpuUsage(began).user / ASKS });
  };
}

function problemOf(d: number): Problem {
  const parameters = Array.from({ length: d }, (_, i): Parameter =>
    i % 2 === 0
      ? { name: `cat_${i}`, type: 'categorical', choices: [0, 1] }
      : { name: `float_${i}`, type: 'float', lower: 0, upper: 1 },
  );
  return {
    space: createSearchSpace({ parameters }),
    fidelities: createFidelitySpace([
      { name: 'samples', type: 'integer', lower: 9, upper: 729, log: true, continuation: false, unit: 'samples' },
    ]),
    objectives: [{ name: 'loss' }],
    features: [],
    constraints: [],
    budget: { evaluations: ASKS },
    workers: 1,
  };
}
