import { bug } from '../core/errors.js';
import type { Metrics, Outcome, Suggestion } from '../core/types.js';
import type { Suggested } from '../log/records.js';
import type { Observation } from '../optimizers/optimizer.js';
import type { Kept, Pending } from './clocks/clock.js';
import { evaluationSeeds } from './evaluation-seed.js';
import { createMeter, type Meter } from './meter.js';
import type { RunPlan } from './plan.js';
import { createTally, type Tally } from './tally.js';

export interface RunRules {
  readonly workers: number;
  readonly clock: 'virtual' | 'real';
  readonly accounting: 'resume' | 'restart';
  /** Seconds that one evaluation may take on the run's clock. */
  readonly deadline?: number;
  readonly overhead: 'zero' | 'measured' | { readonly fixed: number };
}

/** The state of a run, a fold over its suggestions and observations: a live run and a replayed one go through the same steps. */
export interface RunState {
  readonly run: RunPlan;
  readonly rules: RunRules;
  readonly meter: Meter;
  readonly tally: Tally;
  readonly pending: Map<number, Pending>;
  /** By trial, what later evaluations may continue from; only where the benchmark can continue. */
  readonly kept: Map<number, Kept>;
  /** 1 a worker at work. */
  readonly busy: Uint8Array;
  readonly seedOf: (trial: number, replicate?: number) => number;
  readonly objectivesOf: (metrics: Metrics) => readonly number[];
  readonly continuing: boolean;
  evaluations: number;
  trials: number;
  /** When the optimizer has thought its last suggestion out. */
  optimizerFree: number;
}

const NONE: readonly never[] = [];

export function createRunState(run: RunPlan, rules: RunRules): RunState {
  const { budget, fidelities } = run.problem;
  return {
    run,
    rules,
    meter: createMeter(budget, fidelities, rules.accounting === 'resume'),
    tally: createTally(run),
    pending: new Map(),
    kept: new Map(),
    busy: new Uint8Array(rules.workers),
    seedOf: evaluationSeeds(run.seed),
    objectivesOf: objectivesOf(run),
    continuing: fidelities.parameters.some((parameter) => parameter.continuation),
    evaluations: 0,
    trials: 0,
    optimizerFree: 0,
  };
}

/** Idle workers. */
export function free(state: RunState): number {
  return state.rules.workers - state.pending.size;
}

/** Enters a suggestion, or refuses it where it would overdraw the budget. */
export function begin(state: RunState, suggestion: Suggestion, now: number, overhead: number): Pending | undefined {
  const { trial, continues } = suggestion;
  const { optimizer } = state.run;
  if (trial > state.trials) throw bug(`${optimizer} numbered a trial ${trial} before trial ${state.trials}`);
  const continued = continues === undefined ? undefined : state.kept.get(trial);
  if (continued?.evaluation !== continues)
    throw bug(`${optimizer} continues evaluation ${continues}, which left nothing`);
  if (!state.meter.admit(suggestion.fidelity, continued?.suggestion.fidelity)) return undefined;
  if (trial === state.trials) state.trials++;
  // The optimizer thinks out one suggestion at a time; with no overhead the evaluation starts at once.
  const start = overhead === 0 ? now : Math.max(now, state.optimizerFree) + overhead;
  state.optimizerFree = start;
  const worker = state.busy.indexOf(0);
  state.busy[worker] = 1;
  const seed = state.seedOf(trial, suggestion.replicate);
  const common = { evaluation: state.evaluations++, suggestion, worker, start, seed };
  const pending = continued === undefined ? common : { ...common, continued };
  state.pending.set(pending.evaluation, pending);
  return pending;
}

/** Takes an outcome; the observation is what the optimizer is to be told. */
export function finish(
  state: RunState,
  ended: Pending,
  outcome: Outcome,
  at: number,
  restartCost?: number,
): Observation {
  const { evaluation, suggestion } = ended;
  state.pending.delete(evaluation);
  state.busy[ended.worker] = 0;
  state.tally.observe(evaluation, suggestion, outcome, at);
  if (outcome.status !== 'completed') return { evaluation, suggestion, outcome, objectives: NONE };
  if (state.continuing) {
    const left = { evaluation, suggestion, restartCost: restartCost ?? outcome.cost };
    const { checkpoint } = outcome;
    state.kept.set(suggestion.trial, checkpoint === undefined ? left : { ...left, checkpoint });
  }
  return { evaluation, suggestion, outcome, objectives: state.objectivesOf(outcome.metrics) };
}

/** Forgets what the optimizer said that it will not continue; returns the tokens of the checkpoints to delete. */
export function release(state: RunState, trials: readonly number[]): readonly string[] {
  if (trials.length === 0 || state.kept.size === 0) return NONE;
  const checkpoints: string[] = [];
  for (const trial of trials) {
    const checkpoint = state.kept.get(trial)?.checkpoint;
    if (checkpoint !== undefined) checkpoints.push(checkpoint);
    state.kept.delete(trial);
  }
  return checkpoints;
}

/** @param fresh whether it is the first evaluation of its trial */
export function suggestedRecord(pending: Pending, fresh: boolean, overhead: number): Suggested {
  const { evaluation, suggestion, worker, start, seed } = pending;
  const { trial, configuration, fidelity, continues, replicate, origin } = suggestion;
  return {
    record: 'suggested',
    evaluation,
    at: start,
    worker,
    trial,
    ...(fresh ? { configuration } : undefined),
    fidelity,
    ...(fresh || replicate !== undefined ? { seed } : undefined),
    ...(continues === undefined ? undefined : { continues }),
    ...(replicate === undefined ? undefined : { replicate }),
    ...(origin === undefined ? undefined : { origin }),
    ...(overhead === 0 ? undefined : { overhead }),
  };
}

/** Values of the run's objectives, minimised: the only place where a sign flips. */
function objectivesOf(run: RunPlan): (metrics: Metrics) => readonly number[] {
  const names = run.problem.objectives.map((objective) => objective.name);
  const signs = names.map((name) => (run.descriptor.metrics[name]?.direction === 'maximize' ? -1 : 1));
  const [name, sign] = [names[0] as string, signs[0] as number];
  if (names.length === 1) return (metrics) => [sign * (metrics[name] as number)];
  return (metrics) => names.map((each, index) => (signs[index] as number) * (metrics[each] as number));
}
