import type { Rng } from '../../core/rng.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import { kernelCodes } from '../../models/kernel-codes.js';
import { parzenAxis } from '../../models/parzen-axis.js';
import type { ParzenRule } from '../../models/parzen-deviations.js';
import type { Observation, Optimizer, Problem } from '../optimizer.js';
import { createAxisGroups, type Structure } from './axis-groups.js';
import { finiteObjectives } from './objectives.js';
import { observationsAt } from './observations-at.js';
import { BY_CHANCE } from './parentage.js';
import { createPending } from './pending.js';
import { createTpeHistory, type TpeSplitRule } from './tpe-history.js';
import { tpeProposer } from './tpe-proposer.js';

export interface TpeSettings {
  readonly structure: Structure;
  /** Random configurations before the model. */
  readonly startup: number;
  /** Draws of which the best is proposed. */
  readonly candidates: number;
  readonly split: TpeSplitRule;
  readonly kernels: ParzenRule;
}

/**
 * Tree-structured Parzen estimation over any space, with any number of workers: it never waits.
 *
 * *Deviates:* Optuna knows no forbidden clauses: what they forbid is proposed anew, and drawn from the space when that does not
 * help. Its model stream begins with the numbers of its random stream, so that the first proposals repeat those of the start-up;
 * ours are independent. Its pruned and infeasible trials have no counterpart here. Hyperopt counts what is under way among the n
 * of which some are good.
 */
export function createTpe(problem: Problem, settings: TpeSettings, rng: Rng): Optimizer {
  const { space, fidelities } = problem;
  const codes = kernelCodes(space);
  const scratch = new Float64Array(codes.dimensions);
  const history = createTpeHistory(codes.dimensions, problem.objectives.length, settings.split);
  const groups = createAxisGroups(settings.structure, codes.dimensions);
  const propose = tpeProposer(
    space.axes.map(parzenAxis),
    settings.candidates,
    settings.kernels,
    rng.fork('candidates'),
  );
  // The label of random search: at the same seed both begin with the same configurations.
  const uniform = rng.fork('sampler');
  /** Rows that are under way. */
  const pending = createPending<number>();

  function note(configuration: Configuration): number {
    codes.encode(configuration, scratch);
    return history.add(scratch);
  }

  function settle(row: number, observation: Observation): void {
    const objectives = finiteObjectives(observation);
    history.settle(row, objectives);
    if (objectives.length > 0 || settings.split.countFailures) groups.see(history.row(row));
  }

  function modelled(): Configuration | undefined {
    if (history.finished < settings.startup) return undefined;
    const data = { ...history.split(), data: history.data, groups: groups.current() };
    for (let i = 0; i < ATTEMPTS; i++) {
      const configuration = codes.decode(propose(data));
      if (space.check(configuration).length === 0) return configuration;
    }
    return undefined;
  }

  const earlier = observationsAt(problem.observations, fidelities.highest);
  for (const observation of earlier) settle(note(observation.suggestion.configuration), observation);

  return {
    ask() {
      const proposed = modelled();
      const configuration = proposed ?? space.sample(uniform);
      const row = note(configuration);
      pending.add(row);
      const origin = proposed === undefined ? BY_CHANCE : MODEL;
      const suggestion = { trial: row - earlier.length, configuration, fidelity: fidelities.highest, origin };
      return { kind: 'suggest', suggestion };
    },
    tell(observation) {
      const row = pending.take(observation.evaluation);
      settle(row, observation);
      return [row - earlier.length];
    },
  };
}

const MODEL: JsonObject = Object.freeze({ by: 'model' });
/** Proposals of which one should be legal. */
const ATTEMPTS = 10;
