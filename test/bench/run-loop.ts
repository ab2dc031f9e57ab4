import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../../src/core/rng.js';
import type { Configuration, Fidelity } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import { openJsonl } from '../../src/log/jsonl.js';
import type { Problem } from '../../src/optimizers/optimizer.js';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';
import { inlineEvaluator } from '../../src/runner/inline-evaluator.js';
import { createJudge } from '../../src/runner/outcome.js';
import type { RunPlan } from '../../src/runner/plan.js';
import { createRunState, type RunRules } from '../../src/runner/run-state.js';
import { driveRun } from '../../src/runner/run.js';
import { createSearchSpace } from '../../src/space/space.js';
import type { BenchCase } from './bench-case.js';
import { row } from './report.js';
import { takeTurns } from './turns.js';

const ROWS = 100_000;
const LEVELS = [1, 3, 9, 27];
const SLICES = 9;

/** Hyperband on a table of 1e5 configurations x 4 fidelities with 8 simulated workers: evaluations per second of one thread. */
export const runLoop: BenchCase = {
  name: 'run-loop',
  needsEngine: false,
  run: async (say) => {
    const place = mkdtempSync(join(tmpdir(), 'hport-bench-'));
    try {
      await measureRates(place, say);
    } finally {
      rmSync(place, { recursive: true });
    }
    say(`  heap after 1e5 and after 1e6 evaluations, MiB: ${(await heapAfter([100_000, 1_000_000])).join(', ')}`);
  },
};

async function measureRates(place: string, say: (line: string) => void): Promise<void> {
  let files = 0;
  await drive(200_000);
  const [bare, logged] = (await takeTurns(SLICES, [
    async () => ({ rate: 500_000 / (await drive(500_000)) }),
    async () => ({ rate: 200_000 / (await drive(200_000, join(place, `${files++}.jsonl`))) }),
  ])) as [{ readonly rate: readonly number[] }, { readonly rate: readonly number[] }];
  say(`Hyperband, table of ${ROWS} x ${LEVELS.length}, 8 workers: evaluations/s, ${SLICES} slices in turn`);
  say(row('no log', bare.rate, { atLeast: 1_000_000 }));
  say(row('JSONL log', logged.rate, { atLeast: 200_000 }));
}

/** Seconds for a run of so many evaluations. */
async function drive(evaluations: number, file?: string): Promise<number> {
  const run = planOf(evaluations);
  const rules: RunRules = { workers: 8, clock: 'virtual', accounting: 'restart', overhead: 'zero' };
  const definition = await loadOptimizer('hyperband');
  const benchmark = { describe: () => descriptor, evaluate: lookUp };
  const parts = {
    optimizer: definition.create(run.problem, run.options, createRng('optimizer', 0)),
    state: createRunState(run, rules),
    clock: virtualClock(),
    evaluator: inlineEvaluator(benchmark, createJudge(descriptor), false),
  };
  const log = file === undefined ? undefined : openJsonl(file, { eachRecord: false });
  const began = performance.now();
  await driveRun(log === undefined ? parts : { ...parts, log });
  log?.close();
  return (performance.now() - began) / 1000;
}

function planOf(evaluations: number): RunPlan {
  const problem: Problem = {
    space: createSearchSpace(descriptor.space),
    fidelities: createFidelitySpace(descriptor.fidelities),
    objectives: [{ name: 'loss' }],
    features: [],
    constraints: [],
    budget: { evaluations },
    workers: 8,
  };
  const names = { id: 'bench', family: 'table', instance: 'bench', optimizer: 'hyperband', label: 'hyperband' };
  return { ...names, descriptor, options: { eta: 3, rule: 'hpbandster', refill: 'none' }, seed: 0, problem };
}

async function heapAfter(counts: readonly number[]): Promise<readonly string[]> {
  const sizes: string[] = [];
  for (const evaluations of counts) {
    await drive(evaluations);
    (globalThis as { gc?: () => void }).gc?.();
    sizes.push((process.memoryUsage().heapUsed / 1024 ** 2).toFixed(1));
  }
  return sizes;
}

const descriptor: Descriptor = {
  protocol: '1.0.0',
  family: 'table',
  version: '1.0.0',
  instance: 'bench',
  space: { parameters: [{ name: 'row', type: 'integer', lower: 0, upper: ROWS - 1 }] },
  fidelities: [{ name: 'epoch', type: 'integer', lower: 1, upper: 27, continuation: false, unit: 'epochs' }],
  metrics: { loss: { direction: 'minimize', role: 'objective' } },
  clock: 'recorded',
  level: 'synthetic',
  source: 'none',
  licence: 'CC0-1.0',
  golden: [],
};

const table = Float64Array.from({ length: ROWS * LEVELS.length }, (_, index) => ((index * 2654435761) % 1e6) / 1e6);

function lookUp({ configuration, fidelity }: { configuration: Configuration; fidelity: Fidelity }): {
  metrics: { loss: number };
  cost: number;
} {
  const epoch = fidelity['epoch'] as number;
  const level = LEVELS.indexOf(epoch);
  return { metrics: { loss: table[(configuration['row'] as number) * LEVELS.length + level] as number }, cost: epoch };
}
