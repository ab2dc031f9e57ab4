import type { RankedRung } from './rung-rules.js';
import { createSortedList, type Placed } from './sorted-list.js';

/** The losses of a rung that fills, in order. */
export interface Ranking extends RankedRung {
  /** @returns its rank, from 0 */
  insert(loss: number, trial: number): number;
  rankOf(place: Placed): number;
}

export function createRanking({ reduction, ratio }: Pick<RankedRung, 'reduction' | 'ratio'>): Ranking {
  const list = createSortedList<Placed>();
  return {
    reduction,
    ratio,
    get size() {
      return list.size;
    },
    insert: (loss, trial) => list.insert({ loss, trial }),
    rankOf: (place) => list.rankOf(place),
    lossAt: (rank) => (list.at(rank) as Placed).loss,
  };
}
