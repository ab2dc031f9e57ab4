import type { Rng } from '../../core/rng.js';
import { truncatedNormal } from '../../models/truncated-normal.js';
import type { KdePair } from './kde-model.js';

export interface KdeProposerOptions {
  /** Candidates of which the best is proposed. */
  readonly samples: number;
  /** Numbers are drawn around good points with this many bandwidths as deviation; levels are not widened. */
  readonly bandwidthFactor: number;
}

/**
 * The acquisition of HpBandSter's `get_config`: of the candidates, each drawn around a random good point, the one for which
 * bad / good is smallest; undefined if the densities say nothing of any. An infinite ratio over a finite good density means a
 * level that the bad ones lack: such a candidate is taken at once.
 *
 * The vector is the proposer's own: the next proposal overwrites it.
 */
export function kdeProposer(
  levels: Int32Array,
  { samples, bandwidthFactor }: KdeProposerOptions,
  rng: Rng,
): (pair: KdePair) => Float64Array | undefined {
  const dimensions = levels.length;
  const candidate = new Float64Array(dimensions);
  const winner = new Float64Array(dimensions);

  function draw({ good, goodRows, goodSize }: KdePair): void {
    const start = rng.integer(goodSize) * dimensions;
    for (let axis = 0; axis < dimensions; axis++) {
      const centre = goodRows[start + axis] as number;
      const bandwidth = good.bandwidths[axis] as number;
      const count = levels[axis] as number;
      if (count === 0) candidate[axis] = truncatedNormal(rng.float(), centre, bandwidthFactor * bandwidth);
      else candidate[axis] = rng.float() < 1 - bandwidth ? centre : rng.integer(count);
    }
  }

  return (pair) => {
    let smallest = Infinity;
    for (let i = 0; i < samples; i++) {
      draw(pair);
      const good = pair.good.density(candidate);
      const ratio = densityRatio(pair.bad.density(candidate), good);
      if (!Number.isFinite(ratio) && Number.isFinite(good)) return candidate;
      if (ratio >= smallest || Number.isNaN(ratio)) continue;
      smallest = ratio;
      winner.set(candidate);
    }
    return smallest < Infinity ? winner : undefined;
  };
}

/** Below this a density counts as this: negative ones, too, which bandwidths above 1 make. */
const LEAST = 1e-32;

/** A bad density that is NaN counts as the least, a good one makes the ratio NaN: so does Python's `max` in HpBandSter. */
export function densityRatio(bad: number, good: number): number {
  return (bad > LEAST ? bad : LEAST) / (good < LEAST ? LEAST : good);
}
