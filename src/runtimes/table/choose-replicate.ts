import { runsOf } from './runs.js';
import type { Shape } from './shape.js';

/** The replicate that answers for a row. */
export type ChooseReplicate = (row: number, seed: number) => number;

/**
 * One of the replicates that a row has, by the evaluation's seed: the (seed mod n)-th of n. All evaluations of a trial have one
 * seed, and the choice does not depend on the level, so that a trial is one training run at all of its levels. Evaluation seeds are
 * well mixed, so that each run is chosen equally often, and small seeds that are given by hand take them in turn.
 */
export function chooseReplicate(status: Uint8Array, shape: Shape): ChooseReplicate {
  const { replicates } = shape;
  if (replicates === 1) return () => 0;
  const runs = runsOf(status, shape);
  if (!runs.includes(0)) return (_, seed) => seed % replicates;
  return (row, seed) => {
    const first = row * replicates;
    let count = 0;
    for (let at = first; at < first + replicates; at++) count += runs[at] as number;
    if (count === 0) return 0;
    let left = seed % count;
    let at = first;
    while (runs[at] === 0 || left-- > 0) at++;
    return at - first;
  };
}
