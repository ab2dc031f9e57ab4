import { plainText } from '../core/plain-text.js';
import type { Answer, Failed, FailureStatus, Metrics } from '../core/types.js';
import type { EvaluateResult, EvaluationError, InvalidResult } from '../protocol/benchmark.js';
import { isMetric, LARGEST_COST, LEAST_COST, metricMistake } from '../protocol/bounds.js';
import type { Descriptor } from '../protocol/descriptor.js';

/** Turns what a benchmark answered or threw into an outcome. Nothing that a guest sends is trusted before it went through here. */
export interface Judge {
  /** @param elapsed real seconds of the call: more than that a measured evaluation cannot have cost */
  completed(result: EvaluateResult, elapsed?: number): Answer;
  /** @param elapsed real seconds of the call, used where the benchmark's clock is real */
  failed(error: EvaluationError, elapsed: number): Failed;
  /** An answer that is no result: NaN, no number, an illegal token. */
  invalid(error: InvalidResult, elapsed: number): Failed;
  /** The guest was lost, again and again, while it evaluated. How it ended differs between engines, so it is not in the outcome. */
  lost(elapsed: number): Failed;
}

/** Seconds that a failure costs on a recorded clock when nobody knows better: a time budget must end. */
const FAILURE_FLOOR = 1e-3;

const STATUS: Partial<Record<EvaluationError['code'], FailureStatus>> = { 'out-of-memory': 'out-of-memory' };

/** @param wanted metrics that the study cannot do without, also where they are `optional` */
export function createJudge(descriptor: Descriptor, wanted: readonly string[] = []): Judge {
  const { costFloor = 0, clock } = descriptor;
  const floor = Math.max(costFloor, FAILURE_FLOOR);
  const bounded = (cost: number): number => (cost > 0 && cost <= LARGEST_COST ? Math.max(cost, LEAST_COST) : floor);
  const refused = (message: string, cost: number): Failed => ({
    status: 'failed',
    cost: bounded(cost),
    code: 'invalid-result',
    message: plainText(message),
  });
  const failureCost = (cost: number | undefined, elapsed: number): number => {
    return bounded(clock === 'measured' ? elapsed : (cost ?? 0));
  };
  const wrong = metricFaults(descriptor, wanted);
  return {
    completed: (result, elapsed = Infinity) => {
      const { metrics, checkpoint } = result;
      const told = result.cost > 0 ? result.cost : costFloor;
      if (!(told > 0 && told <= LARGEST_COST)) {
        return refused(`the cost is ${result.cost} seconds, and must be above 0 and at most ${LARGEST_COST}`, told);
      }
      const cost = Math.max(LEAST_COST, clock === 'measured' ? Math.min(told, elapsed) : told);
      const why = wrong(metrics);
      if (why !== undefined) return refused(why, cost);
      return checkpoint === undefined
        ? { status: 'completed', cost, metrics }
        : { status: 'completed', cost, metrics, checkpoint };
    },
    failed: (error, elapsed) => {
      const cost = failureCost(error.cost, elapsed);
      if (error.code === 'cancelled') return selfCancelled(error, cost);
      return { status: STATUS[error.code] ?? 'failed', cost, code: error.code, message: plainText(error.message) };
    },
    invalid: (error, elapsed) => refused(error.message, failureCost(error.cost, elapsed)),
    lost: (elapsed) => ({
      status: 'failed',
      cost: failureCost(0, elapsed),
      code: 'guest-exited',
      message: 'the worker ended while it evaluated this: logs/lost-workers.log tells how',
    }),
  };
}

/** What is wrong with the metrics of an answer; undefined where nothing is. */
function metricFaults(
  { metrics: declared }: Descriptor,
  wanted: readonly string[],
): (metrics: Metrics) => string | undefined {
  const names = Object.keys(declared);
  const lower = Float64Array.from(names, (name) => declared[name]?.lower ?? -Infinity);
  const upper = Float64Array.from(names, (name) => declared[name]?.upper ?? Infinity);
  const optional = names.map((name) => declared[name]?.optional === true && !wanted.includes(name));
  return (metrics: Metrics): string | undefined => {
    let found = names.length;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const value = metrics[name];
      if (value === undefined && optional[i] === true) {
        found--;
        continue;
      }
      if (value === undefined) return `the metric "${name}" is missing`;
      if (!isMetric(value)) return `the metric "${name}" is ${metricMistake(value)}`;
      const within = value >= (lower[i] as number) && value <= (upper[i] as number);
      if (!within) return `the metric "${name}" is ${value}, outside its declared bounds ${lower[i]} to ${upper[i]}`;
    }
    // Those that are declared were counted, so any more are not.
    const more = Object.keys(metrics).length > found;
    return more ? 'there are metrics that the benchmark does not declare' : undefined;
  };
}

/**
 * Only the runner cancels. What it cancels is interrupted, stopped or beyond the budget, and its answer is not looked at; so a
 * benchmark whose word comes this far was cancelled by nobody, and has failed as any other that raises an error.
 */
function selfCancelled({ message }: EvaluationError, cost: number): Failed {
  const said = `the benchmark says that it was cancelled, and nobody cancelled it: ${message}`;
  return { status: 'failed', cost, code: 'objective-failed', message: plainText(said) };
}
