import type { Configuration, Metrics } from '../../core/types.js';
import type { Scalarisation } from './scalarisation.js';

/** A completed evaluation that stands for promotion. */
export interface Candidate {
  readonly trial: number;
  readonly configuration: Configuration;
  /** Minimised, finite, in the problem's order. */
  readonly objectives: readonly number[];
  /** All metrics of the evaluation, features among them, in the benchmark's own sign. */
  readonly metrics: Metrics;
}

/**
 * The organ that chooses: `size` different indexes of `candidates`, best first, where 0 <= size <= candidates.length.
 * The one place where a promotion can be inverted.
 */
export type Selector = (candidates: readonly Candidate[], size: number) => readonly number[];

/** The smallest first objectives; ties go to the older trial, so that the order of arrival decides nothing. */
export const bestSelector: Selector = (candidates, size) =>
  candidates.length > LARGE ? sorted(candidates).slice(0, size) : inserted(candidates, size);

/** Where there are several objectives; ties go to the older trial. */
export function scalarSelector(comparison: Scalarisation): Selector {
  return (candidates, size) => {
    const order = candidates.map((_, index) => index);
    const trial = (index: number): number => (candidates[index] as Candidate).trial;
    const older = order.sort((i, j) => trial(i) - trial(j));
    const scores = comparison.score(older.map((index) => (candidates[index] as Candidate).objectives));
    const ranked = older.map((index, at) => ({ index, score: scores[at] as number, at }));
    ranked.sort((a, b) => a.score - b.score || a.at - b.at);
    return ranked.slice(0, size).map(({ index }) => index);
  };
}

/** Rungs are mostly small, and there insertion takes a fifth of the time of a sort. */
const LARGE = 200;

function sorted(candidates: readonly Candidate[]): number[] {
  const order = candidates.map((_, index) => index);
  return order.sort((i, j) => (isBetter(candidates[i] as Candidate, candidates[j] as Candidate) ? -1 : 1));
}

/** The best so far, in order; a newcomer moves up past those that it beats. */
function inserted(candidates: readonly Candidate[], size: number): number[] {
  const order: number[] = [];
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] as Candidate;
    const beats = (at: number): boolean => isBetter(candidate, candidates[order[at] as number] as Candidate);
    let at = order.length;
    if (at < size) order.push(index);
    else if (at > 0 && beats(at - 1)) at--;
    else continue;
    for (; at > 0 && beats(at - 1); at--) order[at] = order[at - 1] as number;
    order[at] = index;
  }
  return order;
}

/** A total order on different trials. */
function isBetter(a: Candidate, b: Candidate): boolean {
  const difference = (a.objectives[0] as number) - (b.objectives[0] as number);
  return difference === 0 ? a.trial < b.trial : difference < 0;
}
