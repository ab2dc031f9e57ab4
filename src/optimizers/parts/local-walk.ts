import type { Rng } from '../../core/rng.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import type { SearchSpace } from '../../space/space.js';
import { drawDistinct } from './distinct.js';
import type { Evaluated } from './evaluated.js';
import { BY_CHANCE, originFrom } from './parentage.js';

export const ACCEPTANCES = ['first', 'best'] as const;
export const RESTARTS = ['random', 'perturb'] as const;

export interface WalkOptions {
  readonly acceptance: (typeof ACCEPTANCES)[number];
  readonly initial: number;
  readonly restart: (typeof RESTARTS)[number];
  readonly perturbations: number;
  readonly restartProbability: number;
  readonly draws: number;
  readonly deviation: number;
}

/** Configurations that are evaluated before the walk goes on: a start, or the neighbours of a centre. */
export interface WalkRound {
  /** Undefined for a start. */
  readonly centre: Evaluated | undefined;
  readonly origin: JsonObject;
  /** Those that nobody has asked for yet. */
  readonly queue: Configuration[];
  outstanding: number;
  /** The best that has ended, if it is better than the centre. */
  best: Evaluated | undefined;
}

export interface WalkStep {
  readonly configuration: Configuration;
  readonly origin: JsonObject;
  readonly round: WalkRound;
}

/** A walk from centre to better centre, and what it does at a local optimum. */
export interface LocalWalk {
  /** What to evaluate next; undefined while the round waits for evaluations that are outstanding. */
  next(): WalkStep | undefined;
  /** An evaluation has ended. Those of an old centre decide nothing any more. */
  learn(round: WalkRound, ended: Evaluated): void;
}

/**
 * Local search over the one-exchange neighbourhood, its neighbours in random order.
 * @param options - `known`: the best of them is the first centre; without any the walk starts at random
 */
export function createLocalWalk(
  space: SearchSpace,
  options: WalkOptions & { readonly known: readonly Evaluated[] },
  rng: Rng,
): LocalWalk {
  const [sampling, moves, luck] = [rng.fork('sampler'), rng.fork('neighbours'), rng.fork('restart')];
  /** The best local optimum since the last random start. */
  let home: Evaluated | undefined;
  const known = best(options.known);
  let round = known === undefined ? randomStart() : around(known);

  function randomStart(): WalkRound {
    home = undefined;
    const queue = Array.from({ length: options.initial }, () => space.sample(sampling));
    return { centre: undefined, origin: BY_CHANCE, queue, outstanding: 0, best: undefined };
  }

  function around(centre: Evaluated): WalkRound {
    const found = space.neighbours(centre.configuration, moves, options);
    const queue = drawDistinct(found.length, found.length, moves).map((index) => found[index] as Configuration);
    return { centre, origin: originFrom('neighbour', centre), queue, outstanding: 0, best: undefined };
  }

  /** ParamILS: so many random moves from home, wherever they lead. */
  function perturbed(from: Evaluated): WalkRound {
    let { configuration } = from;
    for (let i = 0; i < options.perturbations; i++) configuration = space.mutate(configuration, moves) ?? configuration;
    const origin = originFrom('perturbation', from);
    return { centre: undefined, origin, queue: [configuration], outstanding: 0, best: undefined };
  }

  /** Follows a round that has ended. */
  function following({ centre, best }: WalkRound): WalkRound {
    if (best !== undefined) return around(best);
    // A start that has failed has no neighbours worth a look; a centre without a better neighbour is a local optimum.
    if (centre !== undefined && !(home !== undefined && home.loss < centre.loss)) home = centre;
    if (options.restart === 'random' || home === undefined || luck.float() < options.restartProbability)
      return randomStart();
    return perturbed(home);
  }

  return {
    next() {
      while (round.queue.length === 0) {
        if (round.outstanding > 0) return undefined;
        round = following(round);
      }
      round.outstanding++;
      return { configuration: round.queue.pop() as Configuration, origin: round.origin, round };
    },
    learn(asked, ended) {
      asked.outstanding--;
      const toBeat = (asked.best ?? asked.centre)?.loss ?? Infinity;
      if (asked !== round || !(ended.loss < toBeat)) return;
      asked.best = ended;
      if (options.acceptance === 'first' && asked.centre !== undefined) round = around(ended);
    },
  };
}

/** The first among the best; undefined if all have failed. */
function best(known: readonly Evaluated[]): Evaluated | undefined {
  let found: Evaluated | undefined;
  for (const each of known) if (each.loss < (found?.loss ?? Infinity)) found = each;
  return found;
}
