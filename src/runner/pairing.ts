import { SuiteError } from '../core/errors.js';
import { createRng } from '../core/rng.js';
import type { JsonObject } from '../core/types.js';
import type { OptimizerDefinition, Problem } from '../optimizers/optimizer.js';
import { parsePath, type Mistake } from './yaml-file-mistakes.js';

/** An optimizer that is asked to take a benchmark. */
export interface Pair {
  readonly definition: OptimizerDefinition;
  readonly options: JsonObject;
  readonly problem: Problem;
  /** Of the benchmark, for messages: `counting-ones.d8`. */
  readonly benchmark: string;
  /** The optimizer's place in the recipe. */
  readonly index: number;
}

/** Why the optimizer cannot take the benchmark; empty when it can. */
export function impossibilities(pair: Pair): readonly Mistake[] {
  const unsupported = unsupportedParts(pair);
  return unsupported.length > 0 ? unsupported : refusals(pair);
}

/** What the optimizer's definition says it cannot do. */
function unsupportedParts({ definition, problem, benchmark, index }: Pair): readonly Mistake[] {
  const { name, supports } = definition;
  const { objectives, features, space } = problem;
  const mistakes: Mistake[] = [];
  const refuse = (reason: string, mend: string): void => {
    mistakes.push({ path: ['optimizers', index], message: `${name} cannot take ${benchmark}: ${reason}`, mend });
  };
  if (supports.objectives === 'one' && objectives.length > 1) {
    const names = objectives.map((objective) => objective.name).join(', ');
    refuse(`it minimises one objective, the recipe names ${objectives.length} (${names})`, 'Name one objective.');
  }
  if (!supports.features && features.length > 0) {
    const names = features.map((feature) => feature.name).join(', ');
    refuse(
      `it keeps no archive over features (${names})`,
      'Take features out, or choose a quality-diversity optimizer.',
    );
  }
  const types = [...new Set(space.axes.map(({ type }) => type))].filter((type) => !supports.parameters.includes(type));
  if (types.length > 0) {
    refuse(`it does not handle ${types.join(' and ')} parameters`, 'Choose another optimizer for this benchmark.');
  }
  return mistakes;
}

/** What it refuses itself once it sees problem and options, such as a benchmark without fidelities. */
function refusals({ definition, options, problem, benchmark, index }: Pair): readonly Mistake[] {
  try {
    definition.create(problem, options, createRng('plan'));
    return [];
  } catch (error) {
    if (!(error instanceof SuiteError) || error.code !== 'user') throw error;
    const { key, mend } = error.details;
    const path = ['optimizers', index, ...(key === undefined ? [] : ['options', ...parsePath(key)])];
    const message = `${definition.name} cannot take ${benchmark}: ${error.message}`;
    return [{ path, message, ...(mend !== undefined && { mend }) }];
  }
}
