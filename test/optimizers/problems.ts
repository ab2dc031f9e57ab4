import { createFidelitySpace, type FidelityParameter } from '../../src/fidelity/space.js';
import type { OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';
import { namesOf } from '../../src/space/clause.js';
import type { ParameterType, SpaceDefinition } from '../../src/space/parameter.js';
import { createSearchSpace } from '../../src/space/space.js';

export const EPOCHS: FidelityParameter = {
  name: 'epochs',
  type: 'integer',
  lower: 1,
  upper: 27,
  continuation: true,
  unit: 'epochs',
};
const DATA: FidelityParameter = {
  name: 'data',
  type: 'ordinal',
  lower: 0.25,
  upper: 1,
  levels: [0.25, 0.5, 1],
  continuation: false,
  unit: 'fraction of the training set',
};

const MIXED: SpaceDefinition = {
  parameters: [
    { name: 'rate', type: 'float', lower: 1e-4, upper: 1, log: true },
    { name: 'layers', type: 'integer', lower: 1, upper: 5 },
    { name: 'optimizer', type: 'categorical', choices: ['adam', 'sgd'] },
    { name: 'momentum', type: 'float', lower: 0, upper: 1 },
    { name: 'size', type: 'ordinal', sequence: ['small', 'medium', 'large'] },
    { name: 'only', type: 'categorical', choices: ['one'] },
    { name: 'version', type: 'constant', value: 2 },
  ],
  conditions: [{ child: 'momentum', when: { parameter: 'optimizer', equals: 'sgd' } }],
  forbidden: [
    {
      and: [
        { parameter: 'size', equals: 'large' },
        { parameter: 'layers', greater: 4 },
      ],
    },
  ],
};
const LINE: SpaceDefinition = { parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1 }] };
const TINY: SpaceDefinition = {
  parameters: [
    { name: 'switch', type: 'categorical', choices: [false, true] },
    { name: 'only', type: 'ordinal', sequence: ['level'] },
  ],
};
const POINT: SpaceDefinition = { parameters: [{ name: 'version', type: 'constant', value: 'fixed' }] };

/** What a contributor's optimizer may meet: mixed and degenerate spaces, several axes and one level. */
export const PROBLEMS = {
  mixed: { space: MIXED, fidelities: [EPOCHS] },
  'two axes': { space: MIXED, fidelities: [EPOCHS, DATA] },
  'few levels': { space: LINE, fidelities: [DATA] },
  'one level': { space: LINE, fidelities: [{ ...EPOCHS, lower: 9, upper: 9 }] },
  'a missed lower end': { space: LINE, fidelities: [{ ...EPOCHS, upper: 200 }] },
  'a tiny space': { space: TINY, fidelities: [EPOCHS] },
  'a single point': { space: POINT, fidelities: [EPOCHS] },
} as const satisfies Readonly<Record<string, ProblemSource>>;
export type ProblemName = keyof typeof PROBLEMS;

export interface ProblemSource {
  readonly space: SpaceDefinition;
  readonly fidelities: readonly FidelityParameter[];
}

/** As many objectives and features as the optimizer can take, and of the space what it can take. */
export function problemFor(definition: OptimizerDefinition, source: ProblemSource, more?: Partial<Problem>): Problem {
  const { objectives, features, parameters } = definition.supports;
  return {
    space: createSearchSpace(reduced(source.space, parameters)),
    fidelities: createFidelitySpace(source.fidelities),
    objectives: [{ name: 'error', lower: 0, upper: 1 }, ...(objectives === 'many' ? [{ name: 'seconds' }] : [])],
    features: features ? [{ name: 'parameters', lower: 0, upper: 1 }] : [],
    constraints: [],
    budget: { evaluations: 200 },
    workers: 4,
    ...more,
  };
}

/** Without the parameters of other types, and the clauses that speak of them. */
function reduced(
  { parameters, conditions = [], forbidden = [] }: SpaceDefinition,
  types: readonly ParameterType[],
): SpaceDefinition {
  const kept = parameters.filter(({ type }) => types.includes(type));
  const isKept = (name: string): boolean => kept.some((parameter) => parameter.name === name);
  return {
    parameters: kept,
    conditions: conditions.filter(({ child, when }) => [child, ...namesOf(when)].every(isKept)),
    forbidden: forbidden.filter((clause) => namesOf(clause).every(isKept)),
  };
}
