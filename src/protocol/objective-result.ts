import { ERROR_CODES, EvaluationError, type EvaluateResult, type ObjectiveResult } from './benchmark.js';
import type { Descriptor } from './descriptor.js';
import { isRecord } from './jsonrpc.js';
import { messageOf } from '../core/errors.js';
import { isMetric, LARGEST_COST, metricMistake } from './bounds.js';
import { shown } from './shown.js';

/** Turns what an objective returned, or threw, into what the wire allows; `seconds` is what the guest measured. */
export interface Judge {
  /** @throws EvaluationError 'objective-failed' that names the metric at fault */
  result(answer: ObjectiveResult, seconds: number): EvaluateResult;
  failure(thrown: unknown, seconds: number): EvaluationError;
}

export function createJudge({ metrics, clock, costFloor }: Descriptor): Judge {
  const names = Object.keys(metrics);
  const declared = new Set(names);
  const lower = names.map((name) => metrics[name]?.lower ?? -Infinity);
  const upper = names.map((name) => metrics[name]?.upper ?? Infinity);
  const optional = names.map((name) => metrics[name]?.optional === true);
  const areSound = soundness({ names, lower, upper, optional });
  const known = (seconds: number): number | undefined => (clock === 'measured' ? seconds : costFloor);

  const wrong = (answer: ObjectiveResult): string | undefined => {
    if (!isRecord(answer)) return `evaluate returned ${shown(answer)}, not { metrics, cost }`;
    for (const key in answer)
      if (key !== 'metrics' && key !== 'cost') return `evaluate returned an unknown key "${key}"`;
    const values: unknown = answer.metrics;
    if (!isRecord(values)) return `evaluate returned no metrics: ${shown(values)}`;
    if (areSound(values)) return undefined;
    for (const name in values) if (!declared.has(name)) return `the metric "${name}" is not declared in the manifest`;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const value = values[name];
      if (value === undefined && optional[i] === true) continue;
      const fault = faultOf(value, lower[i] as number, upper[i] as number);
      if (fault !== undefined) return `the metric "${name}" is ${fault}`;
    }
    return undefined;
  };
  const costOf = (cost: unknown, seconds: number): number => {
    if (typeof cost === 'number' && cost > 0 && cost <= LARGEST_COST) return cost;
    if (cost === undefined && clock === 'measured') return seconds;
    if (typeof cost === 'number' && cost <= 0 && costFloor !== undefined) return costFloor;
    const what = cost === undefined ? 'gave no cost, which a recorded clock needs' : `gave the cost ${shown(cost)}`;
    throw new EvaluationError('objective-failed', `evaluate ${what}: seconds, above 0`, known(seconds));
  };

  return {
    result(answer, seconds) {
      const fault = wrong(answer);
      if (fault !== undefined) throw new EvaluationError('objective-failed', fault, known(seconds));
      return { metrics: answer.metrics, cost: costOf(answer.cost, seconds) };
    },
    failure(thrown, seconds) {
      const { name, code, cost } = isRecord(thrown) ? thrown : NOTHING;
      const given = typeof cost === 'number' && cost > 0 && cost <= LARGEST_COST ? cost : known(seconds);
      const message = thrown instanceof Error || typeof thrown !== 'object' ? messageOf(thrown) : shown(thrown);
      if (name === 'EvaluationError' && typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)) {
        return new EvaluationError(code as EvaluationError['code'], message, given);
      }
      const type = thrown instanceof Error ? thrown.name : typeof thrown;
      const kind = isOutOfMemory(thrown) ? 'out-of-memory' : 'objective-failed';
      const failure = new EvaluationError(kind, `${type}: ${message}`, given);
      failure.cause = thrown;
      return failure;
    },
  };
}

/** What comes after `the metric "loss" is`; undefined where nothing is wrong. */
function faultOf(value: unknown, lower: number, upper: number): string | undefined {
  if (value === undefined) return 'missing';
  if (!isMetric(value)) return metricMistake(value);
  return value < lower || value > upper ? `${value}, outside [${lower}, ${upper}]` : undefined;
}

/** Of the declared metrics, in one order. */
interface Declared {
  readonly names: readonly string[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly optional: readonly boolean[];
}

/** What nearly every answer passes: there are no others if there are as many as were found of those that are declared. */
function soundness(declared: Declared): (values: Readonly<Record<string, unknown>>) => boolean {
  const { names, lower, upper, optional } = declared;
  return (values) => {
    let found = names.length;
    for (let i = 0; i < names.length; i++) {
      const value = values[names[i] as string];
      if (value === undefined && optional[i] === true) {
        found--;
        continue;
      }
      if (!isMetric(value)) return false;
      if (value < (lower[i] as number) || value > (upper[i] as number)) return false;
    }
    return Object.keys(values).length === found;
  };
}

const NOTHING: Readonly<Record<string, unknown>> = {};

function isOutOfMemory(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if ('code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY') return true;
  return thrown instanceof RangeError && /allocation failed|heap|out of memory/i.test(thrown.message);
}
