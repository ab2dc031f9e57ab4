import { createSortedList, type Placed } from './sorted-list.js';

/** A trial that waits for its promotion. */
export interface PausedTrial extends Placed {
  /** Whether its checkpoint is kept. */
  kept: boolean;
}

/** The trials of a rung that have not been promoted, best first: ties go to the older one. */
export interface Paused<Trial extends PausedTrial> {
  /** @returns the trial whose checkpoint can go, if one is too many */
  add(trial: Trial): Trial | undefined;
  best(): Trial | undefined;
  /** Takes the best out. */
  promote(): void;
}

/**
 * A rung that fills for ever may promote any of its trials some day, so no checkpoint can ever go for good.
 * @param keep - how many are kept, those of the best trials; others are promoted from scratch
 */
export function createPaused<Trial extends PausedTrial>(keep: number): Paused<Trial> {
  const all = createSortedList<Trial>();
  /** At most `keep`. */
  const kept = createSortedList<Trial>();
  return {
    add(trial) {
      all.insert(trial);
      kept.insert(trial);
      const worst = kept.size > keep ? kept.pop() : undefined;
      if (worst !== undefined) worst.kept = false;
      return worst;
    },
    best: () => all.at(0),
    promote() {
      if (all.shift() === kept.at(0)) kept.shift();
    },
  };
}
