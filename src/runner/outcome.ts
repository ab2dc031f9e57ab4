import type { Answer, Failed, FailureStatus, Metrics } from '../core/types.js';
import type { EvaluateResult, EvaluationError, InvalidResult } from '../protocol/benchmark.js';
import type { Descriptor } from '../protocol/descriptor.js';

/** Turns what a benchmark answered or threw into an outcome. Nothing that a guest sends is trusted before it went through here. */
export interface Judge {
  completed(result: EvaluateResult): Answer;
  /** @param elapsed real seconds of the call, used where the benchmark's clock is real */
  failed(error: EvaluationError, elapsed: number): Failed;
  /** An answer that is no result: NaN, no number, an illegal token. */
  invalid(error: InvalidResult, elapsed: number): Failed;
  /** The guest was lost, again and again, while it evaluated. */
  lost(message: string, elapsed: number): Failed;
}

/** Seconds that a failure costs on a recorded clock when nobody knows better: a time budget must end. */
const FAILURE_FLOOR = 1e-3;

const STATUS: Partial<Record<EvaluationError['code'], FailureStatus>> = {
  'out-of-memory': 'out-of-memory',
  cancelled: 'cancelled',
};

/** @param wanted metrics that the study cannot do without, also where they are `optional` */
export function createJudge(descriptor: Descriptor, wanted: readonly string[] = []): Judge {
  const { costFloor = 0, clock } = descriptor;
  const names = Object.keys(descriptor.metrics);
  const lower = Float64Array.from(names, (name) => descriptor.metrics[name]?.lower ?? -Infinity);
  const upper = Float64Array.from(names, (name) => descriptor.metrics[name]?.upper ?? Infinity);
  const optional = names.map((name) => descriptor.metrics[name]?.optional === true && !wanted.includes(name));
  const floor = Math.max(costFloor, FAILURE_FLOOR);
  const refused = (message: string, cost: number): Failed => ({
    status: 'failed',
    cost: Number.isFinite(cost) && cost > 0 ? cost : floor,
    code: 'invalid-result',
    message,
  });
  const failureCost = (cost: number | undefined, elapsed: number): number => {
    const known = clock === 'measured' ? elapsed : (cost ?? 0);
    return known > 0 && Number.isFinite(known) ? known : floor;
  };
  const wrong = (metrics: Metrics): string | undefined => {
    let found = names.length;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const value = metrics[name];
      if (value === undefined && optional[i] === true) {
        found--;
        continue;
      }
      if (value === undefined) return `the metric "${name}" is missing`;
      if (!Number.isFinite(value)) return `the metric "${name}" is ${value}`;
      const bounded = value >= (lower[i] as number) && value <= (upper[i] as number);
      if (!bounded) return `the metric "${name}" is ${value}, outside its declared bounds ${lower[i]} to ${upper[i]}`;
    }
    // Those that are declared were counted, so any more are not.
    const more = Object.keys(metrics).length > found;
    return more ? 'there are metrics that the benchmark does not declare' : undefined;
  };
  return {
    completed: (result) => {
      const { metrics, checkpoint } = result;
      const cost = result.cost > 0 ? result.cost : costFloor;
      if (!(cost > 0) || cost === Infinity)
        return refused(`the cost is ${result.cost} seconds, and must be above 0`, cost);
      const why = wrong(metrics);
      if (why !== undefined) return refused(why, cost);
      return checkpoint === undefined
        ? { status: 'completed', cost, metrics }
        : { status: 'completed', cost, metrics, checkpoint };
    },
    failed: (error, elapsed) => {
      const cost = failureCost(error.cost, elapsed);
      return { status: STATUS[error.code] ?? 'failed', cost, code: error.code, message: error.message };
    },
    invalid: (error, elapsed) => refused(error.message, failureCost(error.cost, elapsed)),
    lost: (message, elapsed) => ({ status: 'failed', cost: failureCost(0, elapsed), code: 'guest-exited', message }),
  };
}
