import { bug } from '../core/errors.js';
import type { Metrics, Outcome, Suggestion } from '../core/types.js';
import type { Suggested } from '../log/records.js';
import type { Observation } from '../optimizers/optimizer.js';
import type { Kept, Pending } from './clocks/clock.js';
import { evaluationSeeds } from './evaluation-seed.js';
import { createMeter, type Meter } from './meter.js';
import type { RunPlan } from './plan.js';
import { createTally, type Tally } from './tally.js';
import { fidelityAt } from './watch.js';

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
  /** By worker, the evaluation that it is at. A list, since a `Map` that every evaluation enters and leaves rebuilds itself. */
  readonly working: (Pending | undefined)[];
  /** How many workers are at work. */
  outstanding: number;
  /** By trial, what later evaluations may continue from; only where the benchmark can continue. */
  readonly kept: Map<number, Kept>;
  readonly seedOf: (trial: number, replicate?: number) => number;
  readonly objectivesOf: (metrics: Metrics) => readonly number[];
  readonly continuing: boolean;
  /** The axis along which running evaluations are watched: the first continuing one. */
  readonly watched: string | undefined;
  evaluations: number;
  trials: number;
  /** When the optimizer has thought its last suggestion out. */
  optimizerFree: number;
}

const NONE: readonly never[] = [];

export function createRunState(run: RunPlan, rules: RunRules): RunState {
  const { budget, fidelities } = run.problem;
  const watched = fidelities.parameters.find((parameter) => parameter.continuation)?.name;
  return {
    run,
    rules,
    meter: createMeter(budget, fidelities, rules.accounting === 'resume'),
    tally: createTally(run),
    working: new Array<Pending | undefined>(rules.workers).fill(undefined),
    outstanding: 0,
    kept: new Map(),
    seedOf: evaluationSeeds(run.seed),
    objectivesOf: objectivesOf(run),
    continuing: watched !== undefined,
    watched,
    evaluations: 0,
    trials: 0,
    optimizerFree: 0,
  };
}

/** Idle workers. */
export function free(state: RunState): number {
  return state.rules.workers - state.outstanding;
}

/** The evaluations under way, in the order in which they were suggested. */
export function underWay(state: RunState): readonly Pending[] {
  return state.working.filter((pending) => pending !== undefined).sort((a, b) => a.evaluation - b.evaluation);
}

/** Enters a suggestion, or refuses it where it would overdraw the budget. */
export function begin(state: RunState, suggestion: Suggestion, now: number, overhead: number): Pending | undefined {
  const { trial, continues } = suggestion;
  const { optimizer } = state.run;
  if (trial > state.trials) throw bug(`${optimizer} numbered a trial ${trial} before trial ${state.trials}`);
  const continued = continues === undefined ? undefined : state.kept.get(trial);
  if (continued?.evaluation !== continues)
    throw bug(`${optimizer} continues evaluation ${continues}, which left nothing`);
  const first = fidelityAt(state, { suggestion }, suggestion.watch?.[0]);
  if (!state.meter.admit(first, continued?.suggestion.fidelity)) return undefined;
  if (trial === state.trials) state.trials++;
  // The optimizer thinks out one suggestion at a time; with no overhead the evaluation starts at once.
  const start = overhead === 0 ? now : Math.max(now, state.optimizerFree) + overhead;
  state.optimizerFree = start;
  const worker = state.working.indexOf(undefined);
  const seed = state.seedOf(trial, suggestion.replicate);
  const common = { evaluation: state.evaluations++, suggestion, worker, start, seed };
  const pending = continued === undefined ? common : { ...common, continued };
  state.working[worker] = pending;
  state.outstanding++;
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
  // So that no optimizer has to check that it is told of each suggestion once.
  if (state.working[ended.worker] !== ended)
    throw bug(`evaluation ${evaluation} is not under way, or has ended before`);
  state.working[ended.worker] = undefined;
  state.outstanding--;
  state.tally.observe(ended, outcome, at);
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
  const { trial, configuration, fidelity, continues, replicate, watch, origin } = suggestion;
  const record: Writable<Suggested> = { record: 'suggested', evaluation, at: start, worker, trial, fidelity };
  if (fresh) record.configuration = configuration;
  if (fresh || replicate !== undefined) record.seed = seed;
  if (continues !== undefined) record.continues = continues;
  if (replicate !== undefined) record.replicate = replicate;
  if (watch !== undefined) record.watch = watch;
  if (origin !== undefined) record.origin = origin;
  if (overhead !== 0) record.overhead = overhead;
  return record;
}

/** Members set one by one: spreading what is mostly absent costs as much as writing the line. */
type Writable<Record> = { -readonly [Key in keyof Record]: Record[Key] };

/** Values of the run's objectives, minimised: the only place where a sign flips. */
function objectivesOf(run: RunPlan): (metrics: Metrics) => readonly number[] {
  const names = run.problem.objectives.map((objective) => objective.name);
  const signs = names.map((name) => (run.descriptor.metrics[name]?.direction === 'maximize' ? -1 : 1));
  const [name, sign] = [names[0] as string, signs[0] as number];
  if (names.length === 1) return (metrics) => [sign * (metrics[name] as number)];
  return (metrics) => names.map((each, index) => (signs[index] as number) * (metrics[each] as number));
}
