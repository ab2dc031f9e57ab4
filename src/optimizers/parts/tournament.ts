import type { Rng } from '../../core/rng.js';
import { drawDistinct } from './distinct.js';
import type { Evaluated } from './evaluated.js';

/**
 * Who makes room for a newcomer: `oldest` is regularized evolution; `worst-of-sample`, the worst of those among whom the
 * newcomer's parent was chosen, is the non-aging evolution of Real et al. 2019; `worst` is the worst of all.
 */
export type Removal = 'oldest' | 'worst-of-sample' | 'worst';
export const REMOVALS: readonly Removal[] = ['oldest', 'worst-of-sample', 'worst'];

export interface TournamentOptions {
  readonly populationSize: number;
  readonly sampleSize: number;
  /** Whether a sample may hold one member twice. */
  readonly replacement: boolean;
  readonly removal: Removal;
}

/** A queue of at most `populationSize` configurations, the oldest first. */
export interface TournamentPopulation {
  size(): number;
  /** `sampleSize` members drawn uniformly; all of them if there are fewer and none may be drawn twice. */
  sample(): readonly Evaluated[];
  /** The first among the best of a sample. */
  best(sample: readonly Evaluated[]): Evaluated;
  /** Appends a newcomer whose parent came from `sample`; if that is one too many, somebody leaves. */
  add(newcomer: Evaluated, sample: readonly Evaluated[]): void;
}

export function createTournamentPopulation(options: TournamentOptions, rng: Rng): TournamentPopulation {
  const { populationSize, sampleSize, replacement, removal } = options;
  const members: Evaluated[] = [];

  /** Of a sample's members some may have left while the child was evaluated; if all have, the oldest leaves. */
  function leaver(sample: readonly Evaluated[]): number {
    if (removal === 'oldest') return 0;
    const among = removal === 'worst' ? members : sample.filter((member) => members.includes(member));
    return among.length === 0 ? 0 : members.indexOf(worst(among));
  }

  return {
    size: () => members.length,
    sample: () =>
      replacement
        ? Array.from({ length: sampleSize }, () => members[rng.integer(members.length)] as Evaluated)
        : drawDistinct(Math.min(sampleSize, members.length), members.length, rng).map((i) => members[i] as Evaluated),
    best: (sample) => sample.reduce((best, member) => (member.loss < best.loss ? member : best)),
    add(newcomer, sample) {
      members.push(newcomer);
      if (members.length > populationSize) members.splice(leaver(sample), 1);
    },
  };
}

/** The oldest among the worst of all; the first drawn among the worst of a sample. */
function worst(members: readonly Evaluated[]): Evaluated {
  return members.reduce((found, member) => (member.loss > found.loss ? member : found));
}
