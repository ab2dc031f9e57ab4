import type { ComparedPair } from './comparison.js';
import type { Traces } from './traces.js';
import { contests } from './win-tie-loss.js';

/** Every two optimizers after each share of the budget, with Holm's correction over the pairs of a share. */
export function comparedPairs(shares: readonly number[], traces: Traces): ComparedPair[] {
  const labels = traces.optimizers.map(({ label }) => label);
  const pairs = labels.flatMap((first, index) => labels.slice(index + 1).map((second) => [first, second] as const));
  return shares.flatMap((share) =>
    contests(pairs, share, traces, 'two-sided').map((found, index) => {
      const [first, second] = pairs[index] as (typeof pairs)[number];
      return { first, second, share, ...found };
    }),
  );
}
