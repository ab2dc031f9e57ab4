import { InvalidResult, type EvaluateAnswer, type EvaluateResult } from '../../protocol/benchmark.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { createJudge } from '../outcome.js';
import { isFailure, type Attempt } from './respondent.js';

/** Names of the metrics that the same seed gives again: all but the measured ones. */
export function comparable({ metrics }: Descriptor): readonly string[] {
  return Object.keys(metrics).filter((name) => metrics[name]?.measured !== true);
}

export interface Comparison {
  /** In words, after a value: `and then`. */
  readonly between: string;
  /** Largest difference, default 0: bit for bit. */
  readonly tolerance?: number;
  /** Default all but the measured ones. */
  readonly metrics?: readonly string[];
  /** Whether the costs of a recorded clock are compared too, default true. */
  readonly cost?: boolean;
}

/** What differs between two answers to one question: `loss is 1 and then 2`. */
export function differences(
  descriptor: Descriptor,
  first: EvaluateResult,
  second: EvaluateResult,
  { between, tolerance = 0, metrics = comparable(descriptor), cost = true }: Comparison,
): readonly string[] {
  const pairs = metrics.map((name) => [name, first.metrics[name], second.metrics[name]] as const);
  const costs = cost && descriptor.clock === 'recorded' ? [['the cost', first.cost, second.cost] as const] : [];
  return [...pairs, ...costs]
    .filter(([, a, b]) => !near(a, b, tolerance))
    .map(([name, a, b]) => `${name} is ${shown(a)} ${between} ${shown(b)}`);
}

function near(a: number | undefined, b: number | undefined, tolerance: number): boolean {
  if (Object.is(a, b)) return true;
  return tolerance > 0 && a !== undefined && b !== undefined && Math.abs(a - b) <= tolerance;
}

/** -0 and 0 are not the same bits. */
export function shown(value: number | undefined): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** What is wrong with an answer as such. */
export interface Fault {
  /** The objective itself failed, which it may; or it answered what is no result. */
  readonly about: 'failure' | 'metrics' | 'cost';
  readonly message: string;
}

/** How the guests begin what they say of an objective's answer; what an objective throws begins with its type. */
const SAYING = /^(?:evaluate (?:returned|gave) |the metric ")/;

export function faultOf(descriptor: Descriptor, { answer }: Attempt): Fault | undefined {
  const message = complaintOf(descriptor, answer);
  if (message === undefined) return undefined;
  if (isFailure(answer) && !(answer instanceof InvalidResult) && !SAYING.test(message)) {
    return { about: 'failure', message };
  }
  return { about: /^(?:evaluate gave|the cost) /.test(message) ? 'cost' : 'metrics', message };
}

function complaintOf(descriptor: Descriptor, answer: EvaluateAnswer): string | undefined {
  if (isFailure(answer)) return answer.message;
  const outcome = createJudge(descriptor).completed(answer);
  return outcome.status === 'completed' ? undefined : outcome.message;
}
