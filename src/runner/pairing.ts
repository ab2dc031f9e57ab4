import { SuiteError } from '../core/errors.js';
import { createRng } from '../core/rng.js';
import type { JsonObject } from '../core/types.js';
import type { OptimizerDefinition, Problem } from '../optimizers/optimizer.js';
import type { Path } from './yaml-file.js';
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

/** Why an optimizer cannot take a benchmark. */
export interface Impossibility {
  /** What comes after "hyperband cannot take counting-ones.d8: ". */
  readonly reason: string;
  /** In the recipe. */
  readonly path: Path;
  readonly mend?: string;
}

/** Empty when the optimizer can take the benchmark. */
export function impossibilities(pair: Pair): readonly Impossibility[] {
  const unsupported = unsupportedParts(pair);
  return unsupported.length > 0 ? unsupported : refusals(pair);
}

export function impossibleMistake({ definition, benchmark }: Pair, { reason, path, mend }: Impossibility): Mistake {
  const message = `${definition.name} cannot take ${benchmark}: ${reason}`;
  return { path, message, ...(mend !== undefined && { mend }) };
}

/** What the optimizer's definition says it cannot do. */
function unsupportedParts({ definition, problem, index }: Pair): readonly Impossibility[] {
  const { supports } = definition;
  const { objectives, features, space } = problem;
  const found: Impossibility[] = [];
  const refuse = (reason: string, mend: string): void => {
    found.push({ path: ['optimizers', index], reason, mend });
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
  return found;
}

/** What it refuses itself once it sees problem and options, such as a benchmark without fidelities. */
function refusals({ definition, options, problem, index }: Pair): readonly Impossibility[] {
  try {
    definition.create(problem, options, createRng('plan'));
    return [];
  } catch (error) {
    if (!(error instanceof SuiteError) || error.code !== 'user') throw error;
    const { key, mend } = error.details;
    const path = ['optimizers', index, ...(key === undefined ? [] : ['options', ...parsePath(key)])];
    return [{ path, reason: error.message, ...(mend !== undefined && { mend }) }];
  }
}
