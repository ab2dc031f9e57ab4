import type { Configuration, Fidelity, Value } from '../../../core/types.js';
import { isFull, type Evaluation } from './evaluations.js';

/** All evaluations of one trial, in the order in which they were observed. */
export type TrialEvaluations = Evaluation[];

export interface TrialRules {
  readonly objectives: readonly string[];
  /** 1 minimise, 2 maximise. */
  readonly directions: readonly number[];
  readonly highest: Fidelity;
  /** Of each parameter its distribution, as the text of JSON that a journal has, and Optuna's own words for a value. */
  readonly parameters: ReadonlyMap<string, { readonly json: string; readonly internal: (value: Value) => Value }>;
  /** The step of an intermediate value; absent where there are none. */
  readonly stepOf?: (fidelity: Fidelity) => number;
  readonly stepUnit?: string;
}

const STATES = { running: 0, complete: 1, pruned: 2, fail: 3 } as const;

/** The fields of a line that creates a trial (`JournalStorage._apply_create_trial` of Optuna 5.0). */
export function frozenTrial(trial: readonly Evaluation[], rules: TrialRules): Readonly<Record<string, unknown>> {
  const state = stateOf(trial, rules);
  const values = state === STATES.complete ? finalValues(trial, rules) : undefined;
  const ends = trial.flatMap(({ observed }) => (observed === undefined ? [] : [observed.at]));
  return {
    datetime_start: timeText(Math.min(...trial.map(({ asked }) => asked.at))),
    ...(state !== STATES.running && { datetime_complete: timeText(Math.max(...ends)) }),
    state,
    ...(values !== undefined && (values.length === 1 ? { value: values[0] } : { values })),
    ...parametersOf((trial[0] as Evaluation).configuration, rules),
    intermediate_values: intermediateValues(trial, rules),
    user_attrs: { trial: (trial[0] as Evaluation).asked.trial, evaluations: trial.map(evaluationAttribute) },
    system_attrs: {},
  };
}

function stateOf(trial: readonly Evaluation[], rules: TrialRules): number {
  if (trial.some((evaluation) => isFull(evaluation, rules.highest))) return STATES.complete;
  const last = trial.findLast(({ observed }) => observed !== undefined);
  if (last === undefined) return STATES.running;
  return last.observed?.metrics === undefined ? STATES.fail : STATES.pruned;
}

/** Means over the evaluations at the highest fidelity: there are several where the optimizer asked for replicates. */
function finalValues(trial: readonly Evaluation[], rules: TrialRules): readonly number[] {
  const full = trial.filter((evaluation) => isFull(evaluation, rules.highest));
  return rules.objectives.map((objective) =>
    mean(full.map(({ observed }) => observed?.metrics?.[objective] as number)),
  );
}

function intermediateValues(
  trial: readonly Evaluation[],
  { stepOf, objectives }: TrialRules,
): Readonly<Record<string, number>> {
  const [objective = ''] = objectives;
  const steps = new Map<string, number[]>();
  for (const { observed, fidelity } of trial) {
    const value = observed?.metrics?.[objective];
    if (stepOf === undefined || value === undefined) continue;
    const step = String(stepOf(fidelity));
    steps.set(step, [...(steps.get(step) ?? []), value]);
  }
  return Object.fromEntries([...steps].map(([step, values]) => [step, mean(values)]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function parametersOf(configuration: Configuration, { parameters }: TrialRules): Readonly<Record<string, unknown>> {
  const params: Record<string, Value> = {};
  const distributions: Record<string, string> = {};
  for (const [name, { json, internal }] of parameters) {
    const value = configuration[name];
    if (value === undefined) continue;
    params[name] = internal(value);
    distributions[name] = json;
  }
  return { params, distributions };
}

function evaluationAttribute({ asked, observed, fidelity, seed }: Evaluation): Readonly<Record<string, unknown>> {
  const { evaluation, at: start, worker, replicate, continues } = asked;
  const asking = { evaluation, fidelity, seed, worker, start, replicate, continues };
  if (observed === undefined) return { ...asking, status: 'unfinished' };
  const { at: end, status, cost, restartCost, metrics, code, message } = observed;
  return { ...asking, end, status, cost, restartCost, metrics, code, message };
}

/** 2000-01-01, in milliseconds: logs know no date, and Windows knows no local time of 1970. */
const ORIGIN = 946_684_800_000;

/** Without a zone: a run's clock is nowhere. */
function timeText(seconds: number): string {
  const microseconds = Math.round(seconds * 1e6);
  const rest = String(microseconds % 1000).padStart(3, '0');
  return `${new Date(ORIGIN + Math.floor(microseconds / 1000)).toISOString().slice(0, -1)}${rest}`;
}
