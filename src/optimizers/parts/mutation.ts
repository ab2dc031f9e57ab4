/** Named as in DEHB: rand/1, rand/2, rand/2/dir, best/1, best/2, current-to-best/1 and rand-to-best/1. */
export type MutationStrategy = 'rand1' | 'rand2' | 'rand2dir' | 'best1' | 'best2' | 'currenttobest1' | 'randtobest1';

/** Unit vectors that a mutant is made of. */
export interface Parents {
  /** As many as `DONORS` says, different members of a pool. */
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
export const MUTATIONS: readonly MutationStrategy[] = Object.keys(DONORS) as MutationStrategy[];

/**
 * The mutant of differential evolution (Storn and Price 1997; the strategies of DEHB, `de.py`), components not confined to the
 * unit interval.
 * @param factor - F
 */
export function mutate(strategy: MutationStrategy, factor: number, parents: Parents): Float64Array {
  if (strategy === 'rand2dir') return directed(factor, parents.donors);
  const [base, ...pairs] = INGREDIENTS[strategy](parents.donors as FiveVectors, parents);
  const mutant = (base as Float64Array).slice();
  for (let i = 0; i < pairs.length; i += 2) {
    const [plus, minus] = [pairs[i] as Float64Array, pairs[i + 1] as Float64Array];
    for (let j = 0; j < mutant.length; j++) {
      mutant[j] = (mutant[j] as number) + factor * ((plus[j] as number) - (minus[j] as number));
    }
  }
  return mutant;
}

type Vector = Float64Array;
type FiveVectors = readonly [Vector, Vector, Vector, Vector, Vector];

/** Base, plus, minus, plus, minus: `base + F (plus - minus) + F (plus - minus)`. */
const INGREDIENTS: Readonly<
  Record<Exclude<MutationStrategy, 'rand2dir'>, (donors: FiveVectors, parents: Parents) => readonly Vector[]>
> = {
  rand1: ([a, b, c]) => [a, b, c],
  rand2: ([a, b, c, d, e]) => [a, b, c, d, e],
  best1: ([a, b], { best }) => [best, a, b],
  best2: ([a, b, c, d], { best }) => [best, a, b, c, d],
  currenttobest1: ([a, b], { target, best }) => [target, best, target, a, b],
  randtobest1: ([a, b, c], { best }) => [a, best, a, b, c],
};

/** `a + F (a - b - c) / 2`, as the reference has it. */
function directed(factor: number, donors: readonly Vector[]): Vector {
  const [a, b, c] = donors as FiveVectors;
  return a.map((value, j) => value + (factor * (value - (b[j] as number) - (c[j] as number))) / 2);
}
