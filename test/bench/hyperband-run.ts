import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import { openJsonl } from '../../src/log/jsonl.js';
import type { Problem } from '../../src/optimizers/optimizer.js';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';
import { inlineEvaluator } from '../../src/runner/inline-evaluator.js';
import { createJudge } from '../../src/runner/outcome.js';
import type { RunPlan } from '../../src/runner/plan.js';
import { createRunState } from '../../src/runner/run-state.js';
import { driveRun } from '../../src/runner/run.js';
import { createSearchSpace } from '../../src/space/space.js';
import type { BenchCase } from './bench-case.js';
import { row } from './report.js';

const EVALUATIONS = 1000;
const SLICES = 25;
const OPTIMIZERS = ['hyperband', 'successive-halving', 'asha', 'async-hyperband'];

/** Milliseconds of a whole run with its log, from the making of the optimizer to the log on the disk. */
export const hyperbandRun: BenchCase = {
  name: 'hyperband-run',
  needsEngine: false,
  run: async (say) => {
    const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
    try {
      say(`${EVALUATIONS} evaluations, 4 workers, four parameters, JSONL log; ms a run, ${SLICES} runs`);
      for (const optimizer of OPTIMIZERS) await measure(optimizer, place, say);
    } finally {
      rmSync(place, { recursive: true });
    }
  },
};

async function measure(optimizer: string, place: string, say: (line: string) => void): Promise<void> {
  for (let warm = 0; warm < 10; warm++) await whole(optimizer, join(place, `${optimizer} warm ${warm}.jsonl`));
  const values: number[] = [];
  for (let slice = 0; slice < SLICES; slice++) {
    const began = performance.now();
    await whole(optimizer, join(place, `${optimizer} ${slice}.jsonl`));
    values.push(performance.now() - began);
  }
  say(row(optimizer, values, optimizer === 'hyperband' ? { atMost: 20 } : undefined));
}

async function whole(optimizer: string, file: string): Promise<void> {
  const definition = await loadOptimizer(optimizer);
  const options: JsonObject = {};
  compileSchema(definition.options).fill(options);
  const run = planOf(optimizer, options);
  const log = openJsonl(file, { eachRecord: false });
  await driveRun({
    optimizer: definition.create(run.problem, options, createRng('optimizer', 0)),
    state: createRunState(run, { workers: 4, clock: 'virtual', accounting: 'resume', overhead: 'zero' }),
    clock: virtualClock(),
    evaluator: inlineEvaluator(benchmark, createJudge(descriptor), false),
    log,
  });
  log.close();
}

const descriptor: Descriptor = {
  protocol: '1.0.0',
  family: 'line',
  version: '1.0.0',
  instance: 'bench',
  space: {
    parameters: ['a', 'b', 'c', 'd'].map((name) => ({ name, type: 'float', lower: 0, upper: 1 })),
  },
  fidelities: [{ name: 'epoch', type: 'integer', lower: 1, upper: 81, continuation: true, unit: 'epochs' }],
  metrics: { loss: { direction: 'minimize', role: 'objective' } },
  clock: 'recorded',
  level: 'synthetic',
  source: 'none',
  licence: 'CC0-1.0',
  golden: [],
};

const benchmark: Parameters<typeof inlineEvaluator>[0] = {
  describe: () => descriptor,
  evaluate: ({ configuration, fidelity }) => {
    const epoch = fidelity['epoch'] as number;
    return { metrics: { loss: (configuration['a'] as number) + 1 / epoch }, cost: epoch };
  },
};

function planOf(optimizer: string, options: JsonObject): RunPlan {
  const problem: Problem = {
    space: createSearchSpace(descriptor.space),
    fidelities: createFidelitySpace(descriptor.fidelities),
    objectives: [{ name: 'loss' }],
    features: [],
    constraints: [],
    budget: { evaluations: EVALUATIONS },
    workers: 4,
  };
  const names = { id: 'bench', family: 'line', instance: 'bench', optimizer, label: optimizer };
  return { ...names, descriptor, options, seed: 0, problem };
}
