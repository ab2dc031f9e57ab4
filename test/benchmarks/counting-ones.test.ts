import { describe, expect, it } from 'vitest';
import countingOnes from '../../benchmarks/counting-ones/objective.js';
import type { Configuration } from '../../src/core/types.js';
import type { ObjectiveContext, ObjectiveResult } from '../../src/protocol/benchmark.js';
import { readManifest } from '../../src/runner/manifest.js';

const manifest = await readManifest('benchmarks/counting-ones/benchmark.yaml', 'counting-ones');
const context = { descriptor: manifest.descriptors['d8'] } as ObjectiveContext;

function evaluate(configuration: Configuration, samples: number, seed: number): ObjectiveResult {
  return countingOnes.evaluate(configuration, { samples }, seed, 'd8', context) as ObjectiveResult;
}

/** All binary parameters `bit`, all continuous ones `x`. */
function configurationOf(d: number, bit: number, x: number): Configuration {
  const half = Array.from({ length: d / 2 }, (_, i) => i);
  return Object.fromEntries([
    ...half.map((i) => [`cat_${i}`, bit]),
    ...half.map((i) => [`float_${i}`, x]),
  ]) as Configuration;
}

describe('counting ones', () => {
  it('has the four sizes of the BOHB paper, half binary and half continuous', () => {
    const sizes = Object.values(manifest.descriptors).map(({ instance, space, metrics }) => {
      const types = space.parameters.map(({ type }) => type);
      const count = (wanted: string): number => types.filter((type) => type === wanted).length;
      return [instance, count('categorical'), count('float'), metrics['loss']?.optimum];
    });
    expect(sizes).toEqual([
      ['d8', 4, 4, -8],
      ['d16', 8, 8, -16],
      ['d32', 16, 16, -32],
      ['d64', 32, 32, -64],
    ]);
  });

  it('gives its golden answers to the bit', () => {
    const goldens = Object.values(manifest.descriptors).flatMap(({ golden }) => golden);
    expect(goldens).toHaveLength(8);
    for (const { configuration, fidelity, seed, metrics, instance } of goldens) {
      const result = countingOnes.evaluate(configuration, fidelity, seed, instance, context);
      expect(result).toEqual({ metrics, cost: fidelity['samples'] });
    }
  });

  it('is exact at the corners, where there is no variance, and is never -0', () => {
    for (const samples of [9, 729]) {
      expect(evaluate(configurationOf(8, 1, 1), samples, 5).metrics).toEqual({ loss: -8, true_loss: -8 });
      expect(evaluate(configurationOf(8, 0, 0), samples, 5).metrics).toEqual({ loss: 0, true_loss: 0 });
    }
  });

  it('has the same noise at the same seed and another at another seed or level', () => {
    const x = configurationOf(64, 1, 0.5);
    expect(evaluate(x, 27, 1)).toEqual(evaluate(x, 27, 1));
    expect(evaluate(x, 27, 1).metrics['loss']).not.toBe(evaluate(x, 27, 2).metrics['loss']);
    expect(evaluate(x, 27, 1).metrics['loss']).not.toBe(evaluate(x, 81, 1).metrics['loss']);
  });

  it('is unbiased, with variance sum x(1-x)/b', () => {
    const [n, samples, x] = [4000, 9, 0.3];
    const configuration = configurationOf(8, 1, x);
    const errors = Array.from({ length: n }, (_, seed) => {
      const { metrics } = evaluate(configuration, samples, seed);
      return (metrics['loss'] as number) - (metrics['true_loss'] as number);
    });
    const variance = (4 * x * (1 - x)) / samples;
    const mean = errors.reduce((sum, error) => sum + error, 0) / n;
    const spread = errors.reduce((sum, error) => sum + error ** 2, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / n));
    // The square of a nearly normal error has the variance 2 variance^2.
    expect(Math.abs(spread / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });
});
