import type { Rng } from '../../core/rng.js';
import { geometrically } from './annealed.js';
import { roundEven } from './round-even.js';
import { shuffle } from './shuffle.js';

/** How many points a filter takes for n that it lets pass, and which these are. */
export interface SurrogateFilter {
  readonly needed: number;
  /** @param scores - `needed` predictions, smaller is better; NaN is worst */
  choose(scores: ArrayLike<number>): readonly number[];
}

export interface FilterShape {
  /** How many are to pass, >= 1. */
  readonly n: number;
  /** How much is sampled for the first and for the last of them; between them interpolated in the logarithm. */
  readonly first: number;
  readonly last: number;
}

/**
 * Tournaments of their own points, `first` in the first and `last` in the last, though at least `each`. The best `each` of a
 * tournament pass, in random order (miesmuschel's FiltorSurrogateTournament).
 */
export function tournamentFilter({ n, first, last }: FilterShape, each: number, rng: Rng): SurrogateFilter {
  const count = Math.ceil(n / each);
  const sizes = Array.from({ length: count }, (_, i) => {
    const share = count === 1 ? 0 : i / (count - 1);
    return Math.max(each, roundEven(geometrically({ from: first, to: last }, share)));
  });
  return {
    needed: sizes.reduce((sum, size) => sum + size, 0),
    choose(scores) {
      let start = 0;
      const chosen = sizes.flatMap((size) => {
        const best = ranked(scores, start, start + size).slice(0, each);
        start += size;
        shuffle(best, rng);
        return best;
      });
      return chosen.slice(0, n);
    },
  };
}

/**
 * One pool that grows or shrinks: the i-th pick, i = 1..n, is the best left of the first round(n first (last / first)^(i / n))
 * points (miesmuschel's FiltorSurrogateProgressive).
 */
export function progressiveFilter({ n, first, last }: FilterShape): SurrogateFilter {
  const pools = Array.from({ length: n }, (_, i) => {
    const size = roundEven(geometrically({ from: n * first, to: n * last }, (i + 1) / n));
    // However small the last factor: each pick needs somebody who is left.
    return Math.max(i + 1, size);
  });
  const needed = Math.max(...pools);
  return {
    needed,
    choose(scores) {
      const order = ranked(scores, 0, needed);
      return pools.map((size) => {
        const at = order.findIndex((point) => point < size);
        return order.splice(at, 1)[0] as number;
      });
    },
  };
}

/** Indexes `from` to `to`, the best score first; ties in their order. */
function ranked(scores: ArrayLike<number>, from: number, to: number): number[] {
  const order = Array.from({ length: to - from }, (_, i) => from + i);
  const worth = (index: number): number => {
    const score = scores[index] as number;
    return Number.isNaN(score) ? Infinity : score;
  };
  return order.sort((i, j) => (worth(i) < worth(j) ? -1 : worth(i) > worth(j) ? 1 : i - j));
}
