import { PARAMETER_TYPES } from '../space/parameter.js';
import type { OptimizerDefinition, Problem } from './optimizer.js';
import { createDehb } from './parts/dehb.js';
import { INITIAL_RULES, PROMOTION_RULES, type DehbRules } from './parts/dehb-proposals.js';
import { hyperbandPlan, LADDER_PROPERTIES, type HyperbandPlan, type LadderOptions } from './parts/hyperband-plan.js';
import { createVariation, VARIATION_PROPERTIES, type VariationOptions } from './parts/variation.js';

type DehbOptions = LadderOptions &
  VariationOptions &
  DehbRules & {
    readonly minimumSize?: number;
    readonly maximumSize?: number;
  };

const dehb: OptimizerDefinition<DehbOptions> = {
  name: 'dehb',
  source: 'Awad, Mallik, Hutter. DEHB: evolutionary Hyperband. IJCAI 2021; its code, version 0.1.2',
  summary: 'Differential evolution in one population a level, which Hyperband’s brackets feed and connect.',
  supports: {
    objectives: 'one',
    fidelities: 'one',
    features: false,
    parameters: PARAMETER_TYPES,
  },
  invariance: () => 'rank',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...LADDER_PROPERTIES,
      ...VARIATION_PROPERTIES,
      promotion: {
        type: 'string',
        enum: [...PROMOTION_RULES],
        default: 'global',
        description:
          'Higher rungs promote while the newest bracket is of the first cycle, or in that cycle’s brackets.',
      },
      initial: {
        type: 'string',
        enum: [...INITIAL_RULES],
        default: 'offspring',
        description: 'What first rungs of the first cycle evaluate: offspring of random vectors, or those themselves.',
      },
      minimumSize: { type: 'integer', minimum: 1, description: 'Fewest evaluations of a rung; by default one.' },
      maximumSize: { type: 'integer', minimum: 1, description: 'Most evaluations of a rung; without end by default.' },
    },
  },
  create(problem, options, rng) {
    return createDehb(problem, planOf(problem, options), options, createVariation(problem.space, options, rng));
  },
  warn(problem, options) {
    const { brackets } = planOf(problem, options);
    const begun = brackets.slice(1).reduce((sum, { rungs }) => sum + (rungs[0]?.size ?? 0), 0);
    if (options.promotion !== 'global' || problem.workers <= begun || brackets.length === 1) return [];
    return [
      `the first bracket will hardly promote: while its first rung ends, ${problem.workers} workers open brackets of the ` +
        `second cycle, and then everything evolves (promotion: bracket would go on promoting)`,
    ];
  },
};
export default dehb;

/** *Deviates:* the reference ignores a largest size without a smallest, and keeps a smallest below the bracket's largest. */
function planOf({ fidelities }: Problem, options: DehbOptions): HyperbandPlan {
  const plan = hyperbandPlan(fidelities, { ...options, refill: 'none' });
  const { minimumSize = 1, maximumSize = Infinity } = options;
  const clip = (size: number): number => Math.min(Math.max(size, minimumSize), maximumSize);
  const brackets = plan.brackets.map(({ s, rungs }) => ({
    s,
    rungs: rungs.map((rung) => ({ ...rung, size: clip(rung.size) })),
  }));
  return { ...plan, brackets };
}
