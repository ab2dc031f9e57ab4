/** Named as in DEHB: rand/1, rand/2, rand/2/dir, best/1, best/2, current-to-best/1 and rand-to-best/1. */
export type MutationStrategy = 'rand1' | 'rand2' | 'rand2dir' | 'best1' | 'best2' | 'currenttobest1' | 'randtobest1';

/** Unit vectors that a mutant is made of. */
export interface Parents {
  /** As many as `DONORS` says, all different members of a pool. */
  readonly donors: readonly Float64Array[];
  /** The individual that the offspring will compete with. */
  readonly target: Float64Array;
  readonly best: Float64Array;
}

/** How many donors a strategy draws. */
export const DONORS: Readonly<Record<MutationStrategy, number>> = {
  rand1: 3,
  rand2: 5,
  rand2dir: 3,
  best1: 2,
  best2: 4,
  currenttobest1: 2,
  randtobest1: 3,
};
export const MUTATIONS = Object.keys(DONORS) as readonly MutationStrategy[];

/**
 * The mutant of differential evolution (Storn and Price 1997; the strategies of DEHB, `de.py`), components not confined to the
 * unit interval.
 * @param factor - F
 */
export function mutate(strategy: MutationStrategy, factor: number, parents: Parents): Float64Array {
  const rule = RULES[strategy];
  const mutant = new Float64Array(parents.target.length);
  for (let j = 0; j < mutant.length; j++) mutant[j] = rule(parents, factor, j);
  return mutant;
}

type Rule = (parents: Parents, factor: number, j: number) => number;

const RULES: Readonly<Record<MutationStrategy, Rule>> = {
  rand1: ({ donors }, f, j) => at(donors, 0, j) + f * (at(donors, 1, j) - at(donors, 2, j)),
  rand2: ({ donors }, f, j) =>
    at(donors, 0, j) + f * (at(donors, 1, j) - at(donors, 2, j)) + f * (at(donors, 3, j) - at(donors, 4, j)),
  rand2dir: ({ donors }, f, j) => at(donors, 0, j) + (f * (at(donors, 0, j) - at(donors, 1, j) - at(donors, 2, j))) / 2,
  best1: ({ donors, best }, f, j) => (best[j] as number) + f * (at(donors, 0, j) - at(donors, 1, j)),
  best2: ({ donors, best }, f, j) =>
    (best[j] as number) + f * (at(donors, 0, j) - at(donors, 1, j)) + f * (at(donors, 2, j) - at(donors, 3, j)),
  currenttobest1: ({ donors, target, best }, f, j) =>
    (target[j] as number) +
    f * ((best[j] as number) - (target[j] as number)) +
    f * (at(donors, 0, j) - at(donors, 1, j)),
  randtobest1: ({ donors, best }, f, j) =>
    at(donors, 0, j) + f * ((best[j] as number) - at(donors, 0, j)) + f * (at(donors, 1, j) - at(donors, 2, j)),
};

function at(donors: readonly Float64Array[], which: number, j: number): number {
  return (donors[which] as Float64Array)[j] as number;
}
