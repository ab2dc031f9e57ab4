import type { Metrics, Progress } from '../core/types.js';
import { InvalidResult, type EvaluateResult } from './benchmark.js';
import { isMetric, LARGEST_COST, metricMistake } from './bounds.js';
import { isRecord, type JsonRecord } from './jsonrpc.js';
import { excerpt } from './lines.js';
import { shown } from './shown.js';
import { isCheckpointToken } from './token.js';

/**
 * A guest's result, made typed: metrics and a cost within bounds, a legal token, no other key. By hand and not by
 * a schema, since every evaluation passes here. A cost of zero passes: whether it is refused or given a floor is
 * for whoever knows the descriptor.
 * @throws InvalidResult
 */
export function checkResult(value: unknown): EvaluateResult {
  if (!isRecord(value)) throw new InvalidResult(`the result is not an object: ${shown(value)}`);
  const cost = value['cost'];
  if (typeof cost !== 'number' || !(cost >= 0 && cost <= LARGEST_COST)) {
    throw new InvalidResult(`the cost is not a number of seconds: ${shown(cost)}`);
  }
  const wrong = wrongMetrics(value['metrics']);
  if (wrong !== undefined) throw new InvalidResult(wrong, cost);
  for (const key in value) {
    if (key === 'metrics' || key === 'cost') continue;
    if (key !== 'checkpoint') throw new InvalidResult(`the result has an unknown key "${excerpt(key)}"`, cost);
    if (!isCheckpointToken(value[key])) {
      throw new InvalidResult(`the checkpoint is not a token: ${shown(value[key])}`, cost);
    }
  }
  return value as unknown as EvaluateResult;
}

/** A guest's progress, made typed; undefined when it is none. */
export function readProgress(params: JsonRecord): Progress | undefined {
  const { level, metrics } = params;
  if (!isMetric(level) || wrongMetrics(metrics) !== undefined) return undefined;
  return { level, metrics: metrics as Metrics };
}

function wrongMetrics(metrics: unknown): string | undefined {
  if (!isRecord(metrics)) return `the metrics are not an object: ${shown(metrics)}`;
  for (const name in metrics) {
    const metric = metrics[name];
    if (isMetric(metric)) continue;
    return `the metric "${excerpt(name)}" is ${metricMistake(metric)}`;
  }
  return undefined;
}
