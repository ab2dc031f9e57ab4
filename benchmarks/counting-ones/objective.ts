import { createRng, type Rng } from '../../src/core/rng.js';
import type { Configuration, Value } from '../../src/core/types.js';
import type { Objective } from '../../src/protocol/benchmark.js';

/**
 * Counting ones: minimise -(sum of the binary parameters + sum of the continuous ones). At a fidelity of b samples every
 * continuous x_j is replaced by the mean of b draws from Bernoulli(x_j), so an observation has the variance
 * sum x_j (1 - x_j) / b. Falkner, Klein, Hutter. BOHB. ICML 2018, section 5.1 of the supplement.
 *
 * Levels do not share draws: the stream's name has the level in it. The recorded cost is one second a sample.
 */
const countingOnes: Objective = {
  evaluate(configuration, fidelity, seed) {
    const samples = fidelity['samples'] as number;
    const rng = createRng('counting-ones', seed, samples);
    const ones = sum(configuration, 'cat_', (value) => value);
    const observed = sum(configuration, 'float_', (x) => frequency(x, samples, rng));
    const exact = sum(configuration, 'float_', (x) => x);
    // 0 - x, since -(0) is -0, which JSON forgets.
    return { metrics: { loss: 0 - (ones + observed), true_loss: 0 - (ones + exact) }, cost: samples };
  },
};
export default countingOnes;

/** Over `prefix`0, `prefix`1, ... */
function sum(configuration: Configuration, prefix: string, term: (x: number) => number): number {
  let total = 0;
  for (let i = 0, x: Value | undefined; (x = configuration[`${prefix}${i}`]) !== undefined; i++)
    total += term(Number(x));
  return total;
}

/** Share of successes among `n` draws from Bernoulli(`p`): an exact binomial, by one uniform a draw. */
function frequency(p: number, n: number, rng: Rng): number {
  let successes = 0;
  for (let i = 0; i < n; i++) if (rng.float() < p) successes++;
  return successes / n;
}
