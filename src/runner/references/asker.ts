import type { Configuration, Metrics } from '../../core/types.js';
import { createFidelitySpace } from '../../fidelity/space.js';
import { EvaluationError, InvalidResult, type Benchmark, type EvaluateParams } from '../../protocol/benchmark.js';
import type { Descriptor } from '../../protocol/descriptor.js';

export interface Question {
  readonly configuration: Configuration;
  readonly seed: number;
}

/** The metrics of configurations at the highest fidelity, in order; undefined where an evaluation failed. */
export type Asker = (batch: readonly Question[]) => Promise<readonly (Metrics | undefined)[]>;

/** @throws whatever is wrong with the guest and not with an evaluation */
export function createAsker(benchmark: Benchmark, { instance, fidelities }: Descriptor, signal?: AbortSignal): Asker {
  const fidelity = createFidelitySpace(fidelities).highest;
  return async (batch) => {
    signal?.throwIfAborted();
    const asked = batch.map(({ configuration, seed }) => ({ instance, configuration, fidelity, seed }));
    if (benchmark.evaluateBatch !== undefined) {
      const answers = await benchmark.evaluateBatch(asked);
      return answers.map((answer) => (answer instanceof Error ? undefined : answer.metrics));
    }
    const answers: (Metrics | undefined)[] = [];
    for (const each of asked) answers.push(await metricsOf(benchmark, each));
    return answers;
  };
}

async function metricsOf(benchmark: Benchmark, params: EvaluateParams): Promise<Metrics | undefined> {
  try {
    return (await benchmark.evaluate(params)).metrics;
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof InvalidResult) return undefined;
    throw error;
  }
}
