import { canonical } from '../../core/json.js';
import { createRng } from '../../core/rng.js';
import type { ObjectiveResult } from '../../protocol/benchmark.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { OnnxDefinition } from '../../protocol/onnx-definition.js';
import type { Question } from './encoder.js';

/** The metrics and the cost that a row of the model's output stands for. */
export type Answering = (question: Question, outputs: Float32Array, row: number) => ObjectiveResult;

export function createAnswering(onnx: OnnxDefinition, bounds: Descriptor['metrics']): Answering {
  const { cost, noise } = onnx;
  const names = onnx.output.metrics;
  const disturb = noise === undefined ? undefined : disturbance(noise, bounds);
  return (question, outputs, row) => {
    const metrics: Record<string, number> = {};
    for (let i = 0; i < names.length; i++) {
      metrics[names[i] as string] = outputs[row * names.length + i] as number;
    }
    disturb?.(question, metrics);
    return { metrics, cost: typeof cost === 'number' ? cost : (metrics[cost] as number) };
  };
}

/** Every metric has a stream of its own, named after all that was asked: neither order nor batch changes a draw. */
function disturbance(
  noise: Readonly<Record<string, number>>,
  bounds: Descriptor['metrics'],
): (question: Question, metrics: Record<string, number>) => void {
  return ({ instance, configuration, fidelity, seed }, metrics) => {
    const rng = createRng('noise', seed, instance, canonical([configuration, fidelity]));
    for (const [name, deviation] of Object.entries(noise)) {
      const { lower = -Infinity, upper = Infinity } = bounds[name] ?? {};
      const value = (metrics[name] as number) + deviation * rng.fork(name).normal();
      metrics[name] = Math.min(upper, Math.max(lower, value));
    }
  };
}
