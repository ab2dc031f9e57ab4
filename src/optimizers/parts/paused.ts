/** A trial that waits for its promotion. */
export interface PausedTrial {
  readonly trial: number;
  readonly loss: number;
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
  const all: Trial[] = [];
  /** At most `keep`, in the same order. */
  const kept: Trial[] = [];
  return {
    add(trial) {
      insert(all, trial);
      insert(kept, trial);
      const worst = kept.length > keep ? kept.pop() : undefined;
      if (worst !== undefined) worst.kept = false;
      return worst;
    },
    best: () => all[0],
    promote() {
      if (all.shift() === kept[0]) kept.shift();
    },
  };
}

function insert(trials: PausedTrial[], trial: PausedTrial): void {
  let [low, high] = [0, trials.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBetter(trials[middle] as PausedTrial, trial)) low = middle + 1;
    else high = middle;
  }
  trials.splice(low, 0, trial);
}

function isBetter(a: PausedTrial, b: PausedTrial): boolean {
  return a.loss === b.loss ? a.trial < b.trial : a.loss < b.loss;
}
