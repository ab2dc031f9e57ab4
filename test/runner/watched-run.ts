import { readFileSync, truncateSync } from 'node:fs';
import { createRng } from '../../src/core/rng.js';
import type { Answer, Configuration } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import { openJsonl } from '../../src/log/jsonl.js';
import type { Started } from '../../src/log/records.js';
import type { Budget, Decision, Observation, Optimizer, Problem } from '../../src/optimizers/optimizer.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';
import type { Evaluator, Task } from '../../src/runner/evaluator.js';
import type { RunPlan } from '../../src/runner/plan.js';
import { replayLog } from '../../src/runner/replay.js';
import { createRunState, type RunRules } from '../../src/runner/run-state.js';
import { driveRun } from '../../src/runner/run.js';
import { createSearchSpace } from '../../src/space/space.js';

/** Levels at which trials may be watched; they run to 27. */
export const LEVELS = [1, 3, 9];
export const TOP = 27;

/** A world in which every decision, cost and failure is a function of the trial and the level: drawn by a name. */
export interface World {
  readonly name: string;
  readonly workers: number;
  readonly trials: number;
  /** Share of levels at which a trial fails, and of reports at which it is stopped. */
  readonly failures: number;
  readonly stops: number;
  readonly budget?: Budget;
  /** Whether evaluations answer later, by a promise, for some trials. */
  readonly later?: boolean;
}

export interface Fate {
  readonly cost: number;
  readonly fails: boolean;
  readonly decision: Decision;
}

/** Costs are few small integers, so that many events fall on the same instant; some fall with the level. */
export function fateOf({ name, failures, stops }: World, trial: number, level: number): Fate {
  const rng = createRng('fate', name, trial, level);
  const cost = 1 + rng.integer(3) + Math.floor(Math.log2(level));
  return { cost, fails: rng.float() < failures, decision: rng.float() < stops ? 'stop' : 'continue' };
}

/** The levels at which a trial is watched. */
export function watchOf({ name }: World, trial: number): readonly number[] {
  const rng = createRng('watch', name, trial);
  return LEVELS.filter(() => rng.float() < 0.7);
}

export const DESCRIPTOR: Descriptor = {
  protocol: '1.0.0',
  family: 'curves',
  version: '1.0.0',
  instance: 'only',
  space: { parameters: [{ name: 'trial', type: 'integer', lower: 0, upper: 1e6 }] },
  fidelities: [{ name: 'epoch', type: 'integer', lower: 1, upper: TOP, continuation: true, unit: 'epochs' }],
  metrics: { loss: { direction: 'maximize', role: 'objective' } },
  clock: 'recorded',
  level: 'synthetic',
  source: 'none',
  licence: 'CC0-1.0',
  golden: [],
};

export function runPlan({ trials, workers, budget = { evaluations: trials } }: World): RunPlan {
  const problem: Problem = {
    space: createSearchSpace(DESCRIPTOR.space),
    fidelities: createFidelitySpace(DESCRIPTOR.fidelities),
    objectives: [{ name: 'loss' }],
    features: [],
    constraints: [],
    budget,
    workers,
  };
  const names = { id: 'watched', family: 'curves', instance: 'only', optimizer: 'watcher', label: 'watcher' };
  return { ...names, descriptor: DESCRIPTOR, options: {}, seed: 0, problem };
}

/** Asks for one trial after the other and decides by their fates; keeps what it was told. */
export function watcher(world: World, told: string[] = []): Optimizer {
  let trials = 0;
  return {
    ask() {
      if (trials === world.trials) return { kind: 'done' };
      const watch = watchOf(world, trials);
      const suggestion = { trial: trials, configuration: { trial: trials }, fidelity: { epoch: TOP } };
      trials++;
      return { kind: 'suggest', suggestion: watch.length === 0 ? suggestion : { ...suggestion, watch } };
    },
    report({ evaluation, suggestion, level, objectives }) {
      told.push(`report ${evaluation} at ${level}: ${objectives.join()}`);
      return fateOf(world, suggestion.trial, level).decision;
    },
    tell({ evaluation, outcome, objectives }: Observation) {
      told.push(`tell ${evaluation}: ${outcome.status} ${objectives.join()}`);
      return [];
    },
  };
}

/** Counts what it evaluates. */
export function evaluatorOf(world: World, evaluated: string[] = []): Evaluator {
  const answerOf = (configuration: Configuration, level: number): Answer => {
    const { cost, fails } = fateOf(world, configuration['trial'] as number, level);
    return fails
      ? { status: 'failed', cost, code: 'objective-failed', message: 'as foreseen' }
      : { status: 'completed', cost, metrics: { loss: level } };
  };
  return {
    evaluate({ configuration, fidelity }: Task) {
      const level = fidelity['epoch'] as number;
      evaluated.push(`${configuration['trial']}@${level}`);
      const answer = answerOf(configuration, level);
      const waits = world.later === true && (configuration['trial'] as number) % 3 === 0;
      return waits ? new Promise((resolve) => setImmediate(() => resolve(answer))) : answer;
    },
    release: () => undefined,
  };
}

const RULES: Omit<RunRules, 'workers'> = { clock: 'virtual', accounting: 'resume', overhead: 'zero' };
const HEADER = { record: 'started', format: 1, suite: '0', study: 's', run: 'watched' } as unknown as Started;

export interface Watched {
  readonly text: string;
  readonly told: readonly string[];
  readonly evaluated: readonly string[];
  readonly reason: string | undefined;
}

/** Runs from the start, or from wherever the log in the file ends. */
export async function runWatched(world: World, file: string, resume?: { readonly at: number }): Promise<Watched> {
  const [told, evaluated] = [[] as string[], [] as string[]];
  const optimizer = watcher(world, told);
  const state = createRunState(runPlan(world), { ...RULES, workers: world.workers });
  if (resume !== undefined) truncateSync(file, resume.at);
  const header = { ...HEADER, benchmark: {}, optimizer: {}, seed: 0 } as unknown as Started;
  const replayed = resume === undefined ? undefined : await replayLog(file, header, optimizer, state);
  const log = openJsonl(file, { eachRecord: false, ...(replayed && { after: replayed.end }) });
  if ((replayed?.end ?? 0) === 0) log.append(header);
  const clock = virtualClock(replayed?.now ?? 0);
  const parts = { optimizer, state, clock, evaluator: evaluatorOf(world, evaluated), log };
  const end = replayed?.ended === undefined ? await driveRun(parts) : { reason: replayed.ended.reason };
  log.close();
  return { text: readFileSync(file, 'utf8'), told, evaluated, reason: end.reason };
}
