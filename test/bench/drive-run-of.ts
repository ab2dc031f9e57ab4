import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import { openJsonl } from '../../src/log/jsonl.js';
import type { Problem } from '../../src/optimizers/optimizer.js';
import { loadOptimizer } from '../../src/optimizers/registry.js';
import type { Benchmark } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';
import { inlineEvaluator } from '../../src/runner/inline-evaluator.js';
import { createJudge } from '../../src/runner/outcome.js';
import type { RunPlan } from '../../src/runner/plan.js';
import { createRunState, type RunRules } from '../../src/runner/run-state.js';
import { driveRun } from '../../src/runner/run.js';
import { createSearchSpace } from '../../src/space/space.js';

export interface Drive {
  readonly descriptor: Descriptor;
  readonly benchmark: Benchmark;
  readonly evaluations: number;
  /** With its default options; default hyperband. */
  readonly optimizer?: string;
  /** Simulated ones, default 8. */
  readonly workers?: number;
  /** Of the log; none is kept without it. */
  readonly file?: string;
}

/** Seconds for a run, as a study drives it inside the runner. */
export async function driveRunOf(drive: Drive): Promise<number> {
  const { descriptor, benchmark, optimizer = 'hyperband', workers = 8, file } = drive;
  const definition = await loadOptimizer(optimizer);
  const options: JsonObject = {};
  compileSchema(definition.options).fill(options);
  const run = planOf({ ...drive, optimizer, workers }, options);
  const rules: RunRules = { workers, clock: 'virtual', accounting: 'restart', overhead: 'zero' };
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

function planOf(
  { descriptor, evaluations, optimizer, workers }: Required<Omit<Drive, 'file'>>,
  options: JsonObject,
): RunPlan {
  const { family, instance, metrics } = descriptor;
  const [name = ''] = Object.keys(metrics);
  const problem: Problem = {
    space: createSearchSpace(descriptor.space),
    fidelities: createFidelitySpace(descriptor.fidelities),
    objectives: [{ name }],
    features: [],
    constraints: [],
    budget: { evaluations },
    workers,
  };
  const names = { id: 'bench', family, instance, optimizer, label: optimizer };
  return { ...names, descriptor, options, seed: 0, problem };
}
