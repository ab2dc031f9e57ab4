import { MISSING } from './cells.js';

/** The cell of a replicate, among those from `first` on; `first` itself where none was measured. */
export type ChooseReplicate = (first: number, seed: number) => number;

/**
 * One of the replicates that were measured, by the evaluation's seed: the (seed mod n)-th of n. Evaluation seeds are well mixed, so
 * that each is chosen equally often, and small seeds that are given by hand take them in turn.
 */
export function chooseReplicate(status: Uint8Array, replicates: number): ChooseReplicate {
  if (replicates === 1) return (first) => first;
  if (!status.includes(MISSING)) return (first, seed) => first + (seed % replicates);
  return (first, seed) => {
    let count = 0;
    for (let cell = first; cell < first + replicates; cell++) if (status[cell] !== MISSING) count++;
    if (count === 0) return first;
    let left = seed % count;
    let cell = first;
    while (status[cell] === MISSING || left-- > 0) cell++;
    return cell;
  };
}
