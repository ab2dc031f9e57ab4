import type { RankedRung } from './rung-rules.js';

/** A rung that fills: its losses in ascending order, ties by trial, which is unique. */
export interface Ranking extends RankedRung {
  /** @returns its rank, from 0 */
  insert(loss: number, trial: number): number;
  rankOf(loss: number, trial: number): number;
}

/** Sorted arrays: insertion moves memory, which for the ten thousands of a rung costs less than a tree does. */
export function createRanking(ratio: number): Ranking {
  const losses: number[] = [];
  const trials: number[] = [];

  /** How many are before. */
  function rankOf(loss: number, trial: number): number {
    let [low, high] = [0, losses.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = losses[middle] as number;
      const isBefore = other < loss || (other === loss && (trials[middle] as number) < trial);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    ratio,
    rankOf,
    insert(loss, trial) {
      const rank = rankOf(loss, trial);
      losses.splice(rank, 0, loss);
      trials.splice(rank, 0, trial);
      return rank;
    },
    get size() {
      return losses.length;
    },
    lossAt: (rank) => losses[rank] as number,
  };
}
