import type { Rng } from '../../core/rng.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import { kernelCodes } from '../../models/kernel-codes.js';
import type { KdeRule } from '../../models/product-kde.js';
import type { SearchSpace } from '../../space/space.js';
import { createKdeModel, type KdeModel, type SplitRule } from './kde-model.js';
import { kdeProposer, type KdeProposerOptions } from './kde-proposer.js';
import { BY_CHANCE } from './parentage.js';
import type { Proposal, Sampler } from './sampler.js';

/** How BOHB proposes a configuration. */
export interface KdeSamplerOptions extends SplitRule, KdeRule, KdeProposerOptions {
  /** Share of proposals that are drawn from the space although there is a model. */
  readonly randomFraction: number;
}

/**
 * The sampler of BOHB (Falkner, Klein, Hutter. BOHB. ICML 2018, algorithm 2, as HpBandSter's configuration generator has it):
 * a model for each level of the fidelity, of which the highest that there is proposes, whatever level is asked for. Once a
 * level has a model, results from lower ones are of no more use, and are dropped: models never go.
 */
export function kdeSampler(space: SearchSpace, options: KdeSamplerOptions, rng: Rng, objectives = 1): Sampler {
  const codes = kernelCodes(space);
  const told = new Float64Array(codes.dimensions);
  const models = new Map<number, KdeModel>();
  // The label of Hyperband's sampler: with no model both draw the same configurations.
  const uniform = rng.fork('sampler');
  const coin = rng.fork('coin');
  const imputation = rng.fork('imputation');
  const propose = kdeProposer(codes.levels, options, rng.fork('candidates'));
  /** The highest level with a model, and the origin of what it proposes. */
  let best: { readonly level: number; readonly model: KdeModel; readonly origin: JsonObject } | undefined;

  function modelled(): Proposal | undefined {
    if (best === undefined || coin.float() < options.randomFraction) return undefined;
    const vector = propose(best.model.pair());
    const configuration = vector && codes.decode(vector);
    // What is forbidden HpBandSter fails to convert, and then draws from the space.
    return configuration && isLegal(space, configuration) ? { configuration, origin: best.origin } : undefined;
  }

  return {
    next: () => modelled() ?? { configuration: space.sample(uniform), origin: BY_CHANCE },
    learn(configuration, level, losses) {
      if (best !== undefined && level < best.level) return;
      codes.encode(configuration, told);
      const model =
        models.get(level) ?? createKdeModel({ levels: codes.levels, objectives }, options, options, imputation);
      models.set(level, model);
      model.add(told, losses);
      if (best?.level === level || !model.exists()) return;
      best = { level, model, origin: Object.freeze({ by: 'model', modelLevel: level }) };
      for (const lower of [...models.keys()].filter((key) => key < level)) models.delete(lower);
    },
  };
}

function isLegal(space: SearchSpace, configuration: Configuration): boolean {
  return space.check(configuration).length === 0;
}
