import type { Rng } from '../../core/rng.js';
import type { Configuration } from '../../core/types.js';
import { kernelCodes, type KernelCodes } from '../../models/kernel-codes.js';
import type { SearchSpace } from '../../space/space.js';
import { geometrically, linearly, type Annealed } from './annealed.js';
import type { BatchOrgans } from './batches.js';
import { roundEven } from './round-even.js';
import type { Proposal, Sampler } from './sampler.js';
import { progressiveFilter, tournamentFilter, type SurrogateFilter } from './surrogate-filter.js';
import type { Surrogate } from './surrogate.js';

/** How the new configurations of a batch are chosen among more that are sampled. */
export interface FilterOptions {
  readonly algorithm: 'tournament' | 'progressive';
  /** Sampled for each that is chosen: at the first of a batch, and at its last. */
  readonly first: Annealed;
  readonly last: Annealed;
  /** Chosen in each tournament. */
  readonly each: Annealed;
  /** Share of a batch that is not filtered. */
  readonly interleave: Annealed;
  /** Whether each has that probability, or the share is exact. */
  readonly interleaveRandom: boolean;
  /** Whether the surrogate predicts at the highest level that was evaluated, not at the batch's. */
  readonly withMaxBudget: boolean;
}

/**
 * New configurations in smashy (Moosbauer et al. 2022, algorithm 2): the filtered ones, then those that are interleaved as the
 * sampler gives them: out of the density if that is the sampler, unlike BOHB, which interleaves draws from the space.
 *
 * *Deviates:* while the surrogate knows too little to predict, only as many are sampled as are needed. The package samples the
 * whole pool and takes the first of it, which are the same in distribution.
 */
export function filteredProposals(
  space: SearchSpace,
  organs: { readonly sampler: Sampler; readonly surrogate: Surrogate },
  options: FilterOptions,
  rng: Rng,
): Pick<BatchOrgans, 'propose' | 'learn'> {
  const { sampler, surrogate } = organs;
  const codes = kernelCodes(space);
  const [coins, tournaments] = [rng.fork('interleave'), rng.fork('tournaments')];
  const told = new Float64Array(codes.dimensions);
  /** Level that was evaluated so far. */
  let highest = 0;

  function filtered(count: number, level: number, spent: number): readonly Proposal[] {
    const filter = createFilter(options, count, spent, tournaments);
    const at = options.withMaxBudget ? highest : level;
    // Nothing to choose from, or nothing to choose by.
    const isIdle = filter.needed === count || codes.dimensions === 0 || !surrogate.isReady(at);
    if (isIdle) return sampled(sampler, count, level);
    const pool = sampled(sampler, filter.needed, level);
    const scores = surrogate.predict(encoded(codes, pool), at);
    return filter.choose(scores).map((index) => pool[index] as Proposal);
  }

  return {
    propose(count, level, spent) {
      const share = 1 - linearly(options.interleave, spent);
      const chosen = options.interleaveRandom ? binomial(count, share, coins) : roundEven(count * share);
      return [
        ...(chosen === 0 ? [] : filtered(chosen, level, spent)).map((proposal) => marked(proposal, true)),
        ...sampled(sampler, count - chosen, level).map((proposal) => marked(proposal, false)),
      ];
    },
    learn(configuration: Configuration, level, objectives) {
      highest = Math.max(highest, level);
      sampler.learn(configuration, level, objectives);
      codes.encode(configuration, told);
      surrogate.learn(told, level, objectives);
    },
  };
}

function createFilter(options: FilterOptions, n: number, spent: number, rng: Rng): SurrogateFilter {
  const [first, last] = [geometrically(options.first, spent), geometrically(options.last, spent)];
  if (options.algorithm === 'progressive') return progressiveFilter({ n, first, last });
  const each = geometrically(options.each, spent);
  return tournamentFilter({ n, first: first * each, last: last * each }, roundEven(each), rng);
}

function sampled(sampler: Sampler, count: number, level: number): Proposal[] {
  return Array.from({ length: count }, () => sampler.next(level));
}

/** m x d */
function encoded(codes: KernelCodes, pool: readonly Proposal[]): Float64Array {
  const { dimensions } = codes;
  const rows = new Float64Array(pool.length * dimensions);
  pool.forEach(({ configuration }, i) => {
    codes.encode(configuration, rows.subarray(i * dimensions, (i + 1) * dimensions));
  });
  return rows;
}

function binomial(n: number, share: number, rng: Rng): number {
  let count = 0;
  for (let i = 0; i < n; i++) if (rng.float() < share) count++;
  return count;
}

function marked({ configuration, origin }: Proposal, filtered: boolean): Proposal {
  return { configuration, origin: { ...origin, filtered } };
}
